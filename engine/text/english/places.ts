import type { Language } from '../language.js';
import { capital } from './phrases.js';

/** Names of places, as a message begins with them. */
export const places: Language['places'] = {
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

/** A path in a project, as JavaScript writes it: `model.layers[0].params`. */
export function projectPath(path: readonly (string | number)[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}
