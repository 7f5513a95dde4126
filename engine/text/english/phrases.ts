/** A phrase as the beginning of a sentence. */
export const capital = (phrase: string): string => phrase.replace(/^./, (first) => first.toUpperCase());

/** A whole number with separators: `1,574,402`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A count with its noun. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const UNITS = ['KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Memory in units of 1024: `1.5 GB`. */
export function memory(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log2(bytes) / 10), 1), UNITS.length);
  return `${(bytes / 2 ** (10 * power)).toFixed(1)} ${UNITS[power - 1]}`;
}

/** Names in quotation marks, at most five of them. */
export function quotedList(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${count(more)} more`] : [])].join(', ');
}

/** A path in a project, as JavaScript writes it: `model.layers[0].params`. */
export function projectPath(path: readonly (string | number)[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}
