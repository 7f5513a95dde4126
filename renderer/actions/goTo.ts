import type { Problem } from '../../engine/base/problem.js';
import { select } from '../state/document.js';
import { announce, show } from '../state/ui.js';
import { layerWords } from './edit.js';
import type { App } from '../app.js';

/** Selects a layer and shows it on the canvas and in the inspector. */
export function goToLayer(app: App, id: string): void {
  const { project } = app.document.getState();
  if (!project) return;
  show(app, 'build');
  app.ui.setState({ inspectorTab: 'layer' });
  select(app, [id]);
  announce(app, layerWords(app, project, id));
}

/** Shows the source of a problem: a layer, or the training settings. */
export function goToProblem(app: App, problem: Problem): void {
  const { project } = app.document.getState();
  const report = project && app.diagnose(project).reports.find((one) => one.problem === problem);
  if (report) goToLayer(app, report.spec.id);
  else {
    app.ui.setState({ inspectorTab: 'training' });
    show(app, 'build');
  }
}
