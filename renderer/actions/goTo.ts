import type { Problem } from '../../engine/project/diagnose.js';
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
export function goToProblem({ layerId }: Problem): void {
  if (layerId !== null) goToLayer(layerId);
  else {
    useUi.setState({ inspectorTab: 'training' });
    show('build');
  }
}
