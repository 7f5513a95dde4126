/** A file's own text is shortened to this length in a message. */
const MAX_LENGTH = 300;

/** Characters that a terminal obeys or that show nothing: controls, marks of direction, zero-width characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text whose controls are shown as escapes, as JSON writes them. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (found) =>
    Array.from({ length: found.length }, (_, i) => found.charCodeAt(i).toString(16).padStart(4, '0'))
      .map((unit) => `\\u${unit}`)
      .join(''),
  );

/** A value whose texts are shortened and visible. */
export function presentable<T>(value: T): T {
  return present(value) as T;
}

function present(value: unknown): unknown {
  if (typeof value === 'string') return visible(shortened(value));
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, present(one)]));
}

function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
