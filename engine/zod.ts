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

const unitOf = (issue: { readonly origin?: unknown }) =>
  issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';

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
    const bound = issue.inclusive === false ? 'more than' : 'at least';
    return `expected ${bound} ${String(issue.minimum)}${unitOf(issue)}`;
  }
  if (issue.code === 'too_big') {
    const bound = issue.inclusive === false ? 'less than' : 'at most';
    return `expected ${bound} ${String(issue.maximum)}${unitOf(issue)}`;
  }
  return undefined;
}

// The window's content security policy forbids eval, which zod's compiled parsers need. This must run
// before the first schema is made, so every schema imports `z` from here.
z.config({ jitless: true, customError: describe });

export { z };
