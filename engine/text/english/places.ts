import type { Language } from '../language.js';

/** Names of places. */
export const places: Language['places'] = {
  layer: ({ name, type }) => `layer "${name}" (${type})`,
  project: ({ path, file }) => [file, projectPath(path)].filter(Boolean).join(': '),
  file: ({ path }) => path,
  entry: ({ file, entry }) => `${file}: ${entry}`,
  url: ({ url }) => url,
  cell: ({ file, row, column }) => {
    const parts = [row !== null && `row ${row}`, column !== null && `column "${column}"`].filter(Boolean);
    return [file, parts.join(', ')].filter(Boolean).join(': ');
  },
  step: ({ step }) => `step ${step}`,
  option: ({ name }) => `--${name}`,
};

/** A path in a project, as JavaScript writes it: `model.layers[0].params`. */
export function projectPath(path: readonly (string | number)[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}
