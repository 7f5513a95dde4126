import { LoomError } from '../base/errors.js';
import type { z } from '../base/zod.js';
import { projectSchema, type Project } from './schema.js';

type Json = Readonly<Record<string, unknown>>;

/** What each older version needs to become the next one; the position is the version it starts from. */
const MIGRATIONS: readonly ((project: Json) => Json)[] = [];

/** The version that this program writes. */
export const CURRENT_VERSION = MIGRATIONS.length + 1;

const MAX_CHARACTERS = 16 * 1024 * 1024;

// eslint-disable-next-line no-control-regex -- these are what it looks for
const CONTROL = /[\0-\x08\x0e-\x1f]/;

/**
 * Reads a project file's text. Throws `bad-project` with the place in the file, what was expected and
 * what was found, for every problem there is.
 */
export function parseProject(text: string, file = 'project'): Project {
  if (text.length > MAX_CHARACTERS) {
    throw new LoomError('bad-project', `${file} is larger than 16 MB; a project file is a few kilobytes`);
  }
  const parsed = projectSchema.safeParse(migrate(parseJson(text, file), file), { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(describeIssue);
  throw new LoomError('bad-project', `${file}: ${issues.join('; ')}`, {
    where: formatPath(parsed.error.issues[0]?.path ?? []),
  });
}

/** The project as the text of its file. */
export function serializeProject(project: Project): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

function parseJson(text: string, file: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // JSON holds no control characters; a terminal is not to get them in a message either.
    const how = CONTROL.test(text) ? 'it is no text' : brokenAt(text, (cause as Error).message);
    throw new LoomError('bad-project', `${file} is not JSON: ${how}; expected a project file (.loom)`, {
      cause,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `${file} is no Layerloom project: expected a JSON object with "format": "layerloom"`;
    throw new LoomError('bad-project', message);
  }
  return value as Json;
}

/** Where a text stops being JSON, from what the parser says, which no two versions of V8 word alike. */
function brokenAt(text: string, said: string): string {
  if (text.trim() === '') return 'it is empty';
  const position = Number(/position (\d+)/.exec(said)?.[1] ?? text.length);
  if (position >= text.trimEnd().length) return 'it breaks off, as if its end were missing';
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length} breaks its rules at column ${lines.at(-1)!.length + 1}`;
}

function migrate(project: Json, file: string): Json {
  const { format, version } = project;
  if (format !== 'layerloom') {
    throw new LoomError(
      'bad-project',
      `${file} is no Layerloom project: format: ${format === undefined ? 'is missing; ' : ''}expected "layerloom"${gotten(format)}`,
      {
        where: 'format',
      },
    );
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new LoomError(
      'bad-project',
      `${file}: version: ${version === undefined ? 'is missing; ' : ''}expected a whole number${gotten(version)}`,
      {
        where: 'version',
      },
    );
  }
  if (version > CURRENT_VERSION) {
    throw new LoomError(
      'bad-project',
      `${file}: version: this file has version ${version}, this program reads up to ${CURRENT_VERSION}; update Layerloom`,
      { where: 'version' },
    );
  }
  return MIGRATIONS.slice(version - 1).reduce((older, step) => step(older), project);
}

/** What was found, where something was. */
const gotten = (value: unknown) => (value === undefined ? '' : `, got ${JSON.stringify(value)}`);

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = formatPath(issue.path);
  const found = 'input' in issue && isSmall(issue.input) ? `, got ${JSON.stringify(issue.input)}` : '';
  const what = issue.message + found;
  return where ? `${where}: ${what}` : what;
}

function isSmall(input: unknown): boolean {
  return (
    input === null ||
    ['number', 'boolean'].includes(typeof input) ||
    (typeof input === 'string' && input.length < 60)
  );
}
