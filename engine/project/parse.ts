import type { ProblemFacts } from '../base/facts.js';
import { failure } from '../base/problem.js';
import { schemaIssues, shown } from '../base/schemaIssues.js';
import { projectSchema, type Project } from './schema.js';

type Json = Readonly<Record<string, unknown>>;

/** What each older version needs to become the next one; the position is the version it starts from. */
const MIGRATIONS: readonly ((project: Json) => Json)[] = [];

/** The version that this program writes. */
export const CURRENT_VERSION = MIGRATIONS.length + 1;

const MAX_MEGABYTES = 16;

// eslint-disable-next-line no-control-regex -- these are what it looks for
const CONTROL = /[\0-\x08\x0e-\x1f]/;

/**
 * Reads a project file's text. Throws `bad-project` with the place in the file, what was expected and
 * what was found, for every problem there is.
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

/** The project as the text of its file. */
export function serializeProject(project: Project): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

function parseJson(text: string, file: string): Json {
  const where = { kind: 'file', path: file } as const;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw failure('bad-project/not-json', brokenAt(text, cause as Error), { where, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw failure('bad-project/not-a-project', {}, { where });
  }
  return value as Json;
}

/** Where a text stops being JSON. No two versions of V8 word it alike, but all name the position. */
function brokenAt(text: string, { message }: Error): ProblemFacts['bad-project/not-json'] {
  // JSON holds no control characters; a terminal is not to get them in a message either.
  if (CONTROL.test(text)) return { how: 'binary' };
  if (text.trim() === '') return { how: 'empty' };
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
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
