import { z } from 'zod';

/** What people call the types of a project file. */
const NAMES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

type Issue = z.core.$ZodRawIssue;

/** What is counted: one of it, and many. */
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  array: ['entry', 'entries'],
  string: ['character', 'characters'],
};

function bound(count: unknown, { origin }: { readonly origin?: unknown }): string {
  const unit = UNITS[String(origin)];
  return unit ? `${String(count)} ${unit[Number(count) === 1 ? 0 : 1]}` : String(count);
}

/** Says what was expected; who reports the issue adds the place and what was found there. */
function describe(issue: Issue): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    return `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  }
  if (issue.code === 'invalid_type') {
    const expected = NAMES[issue.expected] ?? issue.expected;
    return issue.input === undefined ? `is missing; expected ${expected}` : `expected ${expected}`;
  }
  if (issue.code === 'too_small') {
    return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${bound(issue.minimum, issue)}`;
  }
  if (issue.code === 'too_big') {
    return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${bound(issue.maximum, issue)}`;
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map((value) => JSON.stringify(value));
    return values.length === 1 ? `expected ${values[0]}` : `expected one of ${values.join(', ')}`;
  }
  return undefined;
}

// The window's content security policy forbids eval, which zod's compiled parsers need. This must run
// before the first schema is made, so every schema imports `z` from here.
z.config({ jitless: true, customError: describe });

export { z };
