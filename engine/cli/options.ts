import { failure } from '../base/problem.js';
import type { OptionValues } from './commands.js';

/** An integer option within a range; `fallback` if it isn't given. */
export function wholeOption<T>(
  options: OptionValues,
  name: string,
  { min, max = Number.MAX_SAFE_INTEGER }: { readonly min: number; readonly max?: number },
  fallback: T,
): number | T {
  const given = options[name];
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw failure(
      'bad-argument/range',
      { found: String(given), min, max: max === Number.MAX_SAFE_INTEGER ? null : max },
      { where: { kind: 'option', name } },
    );
  }
  return value;
}

/** An option with a fixed set of values; `fallback` if it isn't given. */
export function wordOption<const T extends string, const F>(
  options: OptionValues,
  name: string,
  words: readonly T[],
  fallback: F,
): T | F {
  const given = options[name];
  if (given === undefined) return fallback;
  const found = words.find((word) => word === given);
  if (found === undefined) {
    throw failure(
      'bad-argument/word',
      { found: String(given), known: words },
      { where: { kind: 'option', name } },
    );
  }
  return found;
}

/** A text option; undefined if it isn't given. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const given = options[name];
  return typeof given === 'string' ? given : undefined;
}

/** The single file or folder argument of a command. */
export function onlyArgument(expected: 'file' | 'folder', positionals: readonly string[]): string {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw failure('bad-argument/count', { expected, found: positionals.length });
  }
  return path;
}
