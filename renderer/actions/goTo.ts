import type { Problem } from '../../engine/base/problem.js';
import { diagnosisOf } from '../state/diagnosis.js';
import { select, useDocument } from '../state/document.js';
import { announce, show, useUi } from '../state/ui.js';
import { layerWords } from './edit.js';

/** Selects a layer and shows it on the canvas and in the inspector. */
export function goToLayer(id: string): void {
  const { project } = useDocument.getState();
  if (!project) return;
  show('build');
  useUi.setState({ inspectorTab: 'layer' });
  select([id]);
  announce(layerWords(project, id));
}

/** Shows the source of a problem: a layer, or the training settings. */
export function goToProblem(problem: Problem): void {
  const { project } = useDocument.getState();
  const report = project && diagnosisOf(project).reports.find((one) => one.problem === problem);
  if (report) goToLayer(report.spec.id);
  else {
    useUi.setState({ inspectorTab: 'training' });
    show('build');
  }
}
