import { numberText } from '../../base/numbers.js';
import type { Language } from '../language.js';
import { commandLine } from './commandLine.js';
import { data, images, tables } from './data.js';
import { internal, shell } from './shell.js';
import { files } from './files.js';
import { capital, counted, projectPath } from './phrases.js';
import { headlines, misread, model, pipeline, project } from './project.js';
import { onnx, runHeadlines, runs } from './runs.js';

/** Names of places, as a message begins with them. */
const places: Language['places'] = {
  layer: ({ name, type }) => `Layer "${name}" (${type})`,
  project: ({ path, file }) => [file, projectPath(path)].filter(Boolean).join(': '),
  file: ({ path }) => path,
  entry: ({ file, entry }) => `${file}: ${entry}`,
  url: ({ url }) => url,
  cell: ({ file, row, column }) => {
    const parts = [row !== null && `line ${row}`, column !== null && `column "${column}"`];
    const cell = parts.filter(Boolean).join(', ');
    return file === null ? capital(cell) : [file, cell].filter(Boolean).join(': ');
  },
  step: ({ step }) => `Step ${step}`,
  option: ({ name }) => `--${name}`,
};

/** Labels of buttons that apply a fix. */
const fixes: Language['fixes'] = {
  'set-param': ({ param, value }) => `Set ${param} to ${String(value)}`,
  'insert-layer': ({ type, beforeLayerId }) =>
    beforeLayerId === null ? `Add ${type} at the end` : `Add ${type} before it`,
  'remove-layer': () => 'Remove the last layer',
  'change-layers': ({ layerIds, from, type }) =>
    layerIds.length === 1 ? `Use ${type} instead of ${from}` : `Use ${type} instead of ${from} in all layers`,
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
        : `${type} the inputs`,
};

/** American English. */
export const english: Language = {
  sentences: {
    ...model,
    ...project,
    ...pipeline,
    ...data,
    ...files,
    ...images,
    ...tables,
    ...runs,
    ...onnx,
    ...commandLine,
    ...shell,
    ...internal,
  },
  headlines: { ...headlines, ...runHeadlines },
  misread,
  places,
  fixes,
};
