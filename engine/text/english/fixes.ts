import { numberText } from '../../base/numbers.js';
import type { Language } from '../language.js';
import { counted } from './phrases.js';

/** Labels of buttons that apply a fix. */
export const fixes: Language['fixes'] = {
  'set-param': ({ param, value }) => `Set ${param} to ${String(value)}`,
  'insert-layer': ({ type, beforeLayerId }) =>
    beforeLayerId === null ? `Add ${type} at the end` : `Add ${type} before it`,
  'remove-layer': () => 'Remove the last layer',
  'set-loss': ({ type }) => `Use ${type}`,
  'set-epochs': ({ epochs }) => `Train ${counted(epochs, 'epoch')}`,
  'treat-as-classes': ({ column }) => `Treat ${column} as classes`,
  'set-learning-rate': ({ value }) => `Set the learning rate to ${numberText(value)}`,
  'balance-classes': () => 'Balance the classes’ weights',
  'add-step': ({ type }) => `Add ${type}`,
  'remove-step': () => 'Remove it',
  'move-step': ({ type, index, to }) =>
    to === 0 ? `Move ${type} to the front` : to < index ? `Move ${type} up` : 'Move it to the end',
  'set-step': ({ param, value }) => `Set ${param} to ${String(value)}`,
  'compute-step': ({ part, type, samples }) =>
    part === 'targetTransforms'
      ? `${type} the target`
      : samples === 'images'
        ? 'Compute from the training images'
        : 'Compute from the table',
};
