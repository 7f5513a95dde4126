import type { Problem } from '../../engine/base/problem.js';
import { diagnosisOf } from '../state/diagnosis.js';
import { select, useDocument } from '../state/document.js';
import { announce, show, useUi } from '../state/ui.js';
import { layerWords } from './edit.js';

/** Selects a layer and shows it on the canvas, with its settings. */
export function goToLayer(id: string): void {
  const { project } = useDocument.getState();
  if (!project) return;
  show('build');
  useUi.setState({ inspectorTab: 'layer' });
  select([id]);
  announce(layerWords(project, id));
}

/** Shows where a problem is: on a layer, or in the settings of training. */
export function goToProblem(problem: Problem): void {
  const { project } = useDocument.getState();
  const report = project && diagnosisOf(project).reports.find((one) => one.problem === problem);
  if (report) goToLayer(report.spec.id);
  else {
    useUi.setState({ inspectorTab: 'training' });
    show('build');
  }
}
