import type { Fix, Problem } from '../../engine/base/problem.js';
import { applyFix } from '../../engine/project/applyFix.js';
import { fixLabel } from '../../engine/text/index.js';
import type { App } from '../app.js';
import { edit, select } from '../state/document.js';
import { openInspector, announce, show } from '../state/ui.js';
import { computeStep } from './data.js';
import { layerWords } from './edit.js';

/** Selects a layer and shows it on the canvas and in the inspector. */
export function goToLayer(app: App, id: string): void {
  const { project } = app.document.getState();
  if (!project) return;
  show(app, 'build');
  openInspector(app, 'layer');
  select(app, [id]);
  announce(app, layerWords(app, project, id));
}

/** Shows the source of a problem: a layer, or the training settings. */
export function goToProblem(app: App, problem: Problem): void {
  const { project } = app.document.getState();
  const report = project && app.diagnose(project).reports.find((one) => one.problem === problem);
  if (report) goToLayer(app, report.spec.id);
  else {
    openInspector(app, 'training');
    show(app, 'build');
  }
}

/** Applies a fix to the open project and announces it. */
export function fix(app: App, one: Fix): void {
  if (one.kind === 'compute-step') void computeStep(app, one.part, one.type);
  else edit(app, (project) => applyFix(project, one));
  announce(app, `Done: ${fixLabel(one)}`);
}
