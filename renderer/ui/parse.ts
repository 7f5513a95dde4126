import type { ParamValue } from '../../engine/base/fields.js';
import { readFormula, type Vocabulary } from '../../engine/base/formula.js';
import { misreadText } from '../../engine/text/index.js';

/** A parsed value, or an error message for the text. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** Applies a parsed value and returns null, or returns the error message. */
export function accept<T>(parsed: Parsed<T>, apply: (value: T) => void): string | null {
  if ('problem' in parsed) return parsed.problem;
  apply(parsed.value);
  return null;
}

/** Parses a whole number within bounds, both included. */
export function wholeNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value)) return { problem: 'Enter a whole number.' };
  return within(value, min, max);
}

/** Parses a real number within bounds, both included. */
export function realNumber(text: string, min: number, max: number): Parsed<number> {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    return { problem: 'Enter a number, such as 0.01 or 1e-2.' };
  return within(value, min, max);
}

function within(value: number, min: number, max: number): Parsed<number> {
  if (value >= min && value <= max) return { value };
  return { problem: `Must be between ${min.toLocaleString('en-US')} and ${max.toLocaleString('en-US')}.` };
}

/** Parses numbers separated by commas or spaces; exactly `length` of them, unless it is null. */
export function numberList(
  text: string,
  min: number,
  max: number,
  length: number | null,
): Parsed<readonly number[]> {
  const values = text
    .split(/[,\s]+/)
    .filter(Boolean)
    .map(Number);
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    return { problem: 'Enter numbers separated by commas.' };
  if (length !== null && values.length !== length) return { problem: `Enter ${length} numbers.` };
  const outside = values.find((value) => value < min || value > max);
  return outside === undefined ? { value: values } : { problem: `${outside} is outside ${min} to ${max}.` };
}

/** Parses whole numbers: as many as one of `lengths`, any number of them if it is null. One of several is itself. */
export const sizesOf =
  (lengths: readonly number[] | null) =>
  (text: string, min: number, max: number): Parsed<ParamValue> => {
    const list = numberList(text, min, max, null);
    if ('problem' in list) return list;
    if (!list.value.every(Number.isInteger) || !(lengths?.includes(list.value.length) ?? true)) {
      return { problem: `Enter ${lengths ? `${lengths.join(' or ')} whole numbers` : 'whole numbers'}.` };
    }
    return { value: lengths && list.value.length === 1 ? list.value[0]! : list.value };
  };

/** Parses one of `words`, or else what `read` parses. */
export const wordOr =
  <T>(words: readonly string[] | undefined, read: (text: string, min: number, max: number) => Parsed<T>) =>
  (text: string, min: number, max: number): Parsed<T | string> =>
    words?.includes(text.trim()) ? { value: text.trim() } : read(text, min, max);

/** Keeps a formula that can be read. */
export function formulaText(text: string, vocabulary: Vocabulary): Parsed<string> {
  const read = readFormula(text, vocabulary);
  return 'misread' in read ? { problem: `${misreadText(read.misread)}.` } : { value: text.trim() };
}
