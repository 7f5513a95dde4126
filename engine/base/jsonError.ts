const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
/** The beginning of a string, number or word that the end of the text cuts off. */
const CUT = /(?:"(?:[^"\\]|\\.)*\\?|-|\.|[eE][+-]?|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/y;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end';

/** The position of the first syntax error in a text that `JSON.parse` rejects; its length if it is cut off. */
export function jsonErrorPosition(text: string): number {
  const open: ('}' | ']')[] = [];
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const skipChar = (char: string): boolean => {
    if (text[at] !== char) return false;
    at++;
    return true;
  };
  const value = (): Expected | null => {
    if (skipChar('{')) {
      open.push('}');
      return 'key or end';
    }
    if (skipChar('[')) {
      open.push(']');
      return 'value or end';
    }
    return skip(STRING) || skip(SCALAR) ? 'comma or end' : null;
  };
  const key = (): Expected | null => (skip(STRING) ? 'colon' : null);
  const end = (): Expected | null => {
    const closing = open.at(-1);
    if (closing === undefined || !skipChar(closing)) return null;
    open.pop();
    return 'comma or end';
  };
  const comma = (): Expected | null => {
    if (open.length === 0 || !skipChar(',')) return null;
    return open.at(-1) === '}' ? 'key' : 'value';
  };
  const PARSERS: Readonly<Record<Expected, () => Expected | null>> = {
    value,
    key,
    colon: () => (skipChar(':') ? 'value' : null),
    'value or end': () => end() ?? value(),
    'key or end': () => end() ?? key(),
    'comma or end': () => end() ?? comma(),
  };
  let expected: Expected | null = 'value';
  while (expected !== null) {
    skip(SPACE);
    expected = PARSERS[expected]();
  }
  return skip(CUT) ? text.length : at;
}
