import type { ProblemFacts } from '../base/facts.js';
import { failure } from '../base/problem.js';
import { schemaIssues, shown } from '../base/schemaIssues.js';
import { type Project, projectSchema } from './schema.js';

type Json = Readonly<Record<string, unknown>>;

/** Migrations from each older version to the next one, in order; the first one migrates version 1. */
const MIGRATIONS: readonly ((project: Json) => Json)[] = [];

/** The format version that this program writes. */
const CURRENT_VERSION = MIGRATIONS.length + 1;

const MAX_MEGABYTES = 16;

// oxlint-disable-next-line no-control-regex -- it must match them
const CONTROL = /[\0-\x08\x0e-\x1f]/;

/**
 * Parses a project file's text. Throws `bad-project` with the place in the file, the expectation and the
 * actual value of every problem.
 */
export function parseProject(text: string, file = 'project'): Project {
  if (text.length > MAX_MEGABYTES * 2 ** 20) {
    throw failure(
      'bad-project/too-large',
      { megabytes: MAX_MEGABYTES },
      { where: { kind: 'file', path: file } },
    );
  }
  const parsed = projectSchema.safeParse(migrate(parseJson(text, file), file), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [first, ...others] = schemaIssues(parsed.error);
  throw failure(
    'bad-project/invalid',
    { first: first!, others },
    { where: { kind: 'project', path: first!.path, file } },
  );
}

/** Serializes a project as the text of its file. */
export function serializeProject(project: Project): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

function parseJson(text: string, file: string): Json {
  const where = { kind: 'file', path: file } as const;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw failure('bad-project/not-json', brokenAt(text), { where, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw failure('bad-project/not-a-project', {}, { where });
  }
  return value as Json;
}

/** The reason why a text is not JSON. */
function brokenAt(text: string): ProblemFacts['bad-project/not-json'] {
  // JSON contains no control characters, and an error message must not send them to a terminal.
  if (CONTROL.test(text)) return { how: 'binary' };
  if (text.trim() === '') return { how: 'empty' };
  const position = jsonErrorPosition(text);
  if (position >= text.trimEnd().length) return { how: 'truncated' };
  const lines = text.slice(0, position).split('\n');
  return { how: 'syntax', line: lines.length, column: lines.at(-1)!.length + 1 };
}

function migrate(project: Json, file: string): Json {
  const { format, version } = project;
  const at = (field: string) => ({ where: { kind: 'project', path: [field], file } }) as const;
  if (format !== 'layerloom') {
    const wrong = { kind: 'one-of', options: ['layerloom'] } as const;
    const first = { path: ['format'], wrong, found: shown(format) };
    throw failure('bad-project/invalid', { first, others: [] }, at('format'));
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    const wrong = { kind: 'type', expected: 'int', missing: version === undefined } as const;
    const first = { path: ['version'], wrong, found: shown(version) };
    throw failure('bad-project/invalid', { first, others: [] }, at('version'));
  }
  if (version > CURRENT_VERSION) {
    throw failure('bad-project/newer-version', { version, newest: CURRENT_VERSION }, at('version'));
  }
  return MIGRATIONS.slice(version - 1).reduce((older, step) => step(older), project);
}

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
