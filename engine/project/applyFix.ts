import type { Fix } from '../base/problem.js';
import {
  changeLayers,
  insertLayers,
  removeLayers,
  setLoss,
  setParam,
  setTraining,
  setTypedSetting,
} from './edits.js';
import { addStep, moveStep, removeStep, setStep, treatAsClasses } from './dataEdits.js';
import type { Edit, Project } from './schema.js';

/** A fix that only edits the project; computing a step's settings also requires the data. */
export type EditingFix = Exclude<Fix, { readonly kind: 'compute-step' }>;

/** Applies a fix to a project. */
export function applyFix(project: Project, fix: EditingFix): Project {
  return (EDITS[fix.kind] as (fix: EditingFix) => Edit)(fix)(project);
}

const EDITS: { readonly [K in EditingFix['kind']]: (fix: Extract<EditingFix, { kind: K }>) => Edit } = {
  'set-param': ({ layerId, param, value }) => setParam(layerId, param, value),
  'insert-layer':
    ({ beforeLayerId, type }) =>
    (project) => {
      const { layers } = project.model;
      const index = layers.findIndex(({ id }) => id === beforeLayerId);
      return insertLayers([{ type }], index < 0 ? layers.length : index)(project);
    },
  'remove-layer': ({ layerId }) => removeLayers([layerId]),
  'change-layers': ({ layerIds, type }) => changeLayers(layerIds, type),
  'set-loss': ({ type }) => setLoss(type),
  'set-epochs': ({ epochs }) => setTraining({ epochs }),
  'treat-as-classes': ({ column }) => treatAsClasses(column),
  'set-learning-rate': ({ value }) => setTypedSetting('optimizer', 'lr', value),
  'balance-classes': ({ param }) => setTypedSetting('loss', param, 'balanced'),
  'add-step': ({ part, type }) => addStep(part, type),
  'remove-step': ({ part, index }) => removeStep(part, index),
  'move-step': ({ part, index, to }) => moveStep(part, index, to),
  'set-step': ({ part, index, param, value }) => setStep(part, index, { [param]: value }),
};
