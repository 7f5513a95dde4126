import type { Misread } from '../../base/formula.js';
import type { ListedName } from '../../base/names.js';
import type { Expectation, SchemaIssue, Wrong } from '../../base/schemaIssues.js';
import type { Language, Sentences } from '../language.js';
import { projectPath } from './phrases.js';

const BROKEN = {
  binary: 'it is a binary file',
  empty: 'it is empty',
  truncated: 'it is cut off at the end',
} as const;

/** Project files. */
export const project = {
  'bad-project/too-large': ({ megabytes }) =>
    `This file is larger than ${megabytes} MB. A project file is only a few kilobytes.`,
  'bad-project/not-json': (facts) => {
    const how =
      facts.how === 'syntax'
        ? `syntax error at line ${facts.line}, column ${facts.column}`
        : BROKEN[facts.how];
    return `This file is not JSON: ${how}. Expected a project file (.loom).`;
  },
  'bad-project/not-a-project': () =>
    'This is not a Layerloom project: expected a JSON object with "format": "layerloom".',
  'bad-project/newer-version': ({ version, newest }) =>
    `This file has version ${version}, but this program reads versions up to ${newest}. Update Layerloom.`,
  'bad-project/invalid': ({ first, others }) =>
    [issueText(first), ...others.map((issue) => `${projectPath(issue.path)}: ${issueText(issue)}`)].join(' '),
} satisfies Partial<Sentences>;

/** A table may have a thousand columns. */
const MAX_LISTED = 30;

const listed = (names: readonly string[]) =>
  [...names.slice(0, MAX_LISTED), ...(names.length > MAX_LISTED ? ['…'] : [])].join(', ');

/** The sentence for an unknown name, with the closest known one. */
export function unknownText(of: string, { name, nearest, known }: ListedName): string {
  const help = nearest === null ? `Known: ${listed(known)}.` : `Did you mean "${nearest}"?`;
  return `There is no ${of} "${name}". ${help}`;
}

/** The sentence for an invalid value, without its place. */
export function issueText({ wrong, found }: SchemaIssue): string {
  return WRONG[wrong.kind](wrong as never, found === undefined ? '' : `, got ${JSON.stringify(found)}`);
}

const WRONG: {
  readonly [K in Wrong['kind']]: (wrong: Extract<Wrong, { kind: K }>, got: string) => string;
} = {
  type: ({ expected, missing }, got) =>
    `${missing ? 'Missing: expected' : 'Expected'} ${TYPES[expected] ?? expected}${got}.`,
  'unknown-fields': ({ names }) => `Unknown field ${names.map((name) => `"${name}"`).join(', ')}.`,
  bound: ({ of, side, bound, inclusive }, got) => {
    const [one, many] = UNITS[of] ?? ['', ''];
    const limit = side === 'least' ? ['more than', 'at least'] : ['less than', 'at most'];
    return `Expected ${limit[Number(inclusive)]} ${[bound, bound === 1 ? one : many].join(' ').trim()}${got}.`;
  },
  'one-of': ({ options }, got) => {
    const values = options.map((value) => JSON.stringify(value));
    return `Expected ${values.length === 1 ? '' : 'one of '}${values.join(', ')}${got}.`;
  },
  'unknown-name': ({ of, name }) => unknownText(of, name),
  taken: ({ field, value }) => `Two layers have the ${field} "${value}".`,
  reserved: ({ name, free }) =>
    `PyTorch's modules already have a member "${name}". Use another name, such as "${free}".`,
  formula: ({ misread: found }) => `${misread[found.wrong](found)}.`,
  expectation: ({ expected }) => EXPECTED[expected],
  other: (_, got) => `Not a valid value${got}.`,
};

/** What a formula lacks or has too much of, without a period. */
export const misread: Language['misread'] = {
  operator: (misread) => `An operator such as + or * must come before ${placeOf(misread)}`,
  value: (misread) => `A number, a name or “(” is expected instead of ${placeOf(misread)}`,
  parenthesis: (misread) => `“)” is missing before ${placeOf(misread)}`,
  name: ({ found, known }) => `There is no “${found}”; known are ${known.join(', ')}`,
  'one-argument': ({ found }) => `“${found}” takes one value`,
  'several-arguments': ({ found }) => `“${found}” takes two or more values, with commas between`,
};

const placeOf = ({ found }: Misread) => (found === '' ? 'the end' : `“${found}”`);

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  null: 'null',
};

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  array: ['entry', 'entries'],
  string: ['character', 'characters'],
};

const EXPECTED: Readonly<Record<Expectation, string>> = {
  'layer-name': 'Expected a layer name of 1 to 64 letters, digits and underscores.',
  'hold-out': 'Expected { "from": "test" }, { "from": "train", "share": 0.2 } or null.',
  'batch-size': 'Expected a whole number of at least 1, or "full".',
  pair: 'Expected a whole number or [height, width].',
  weights: 'Expected "balanced", "none", or a list of numbers above 0, one for each class.',
  sides: 'Expected a whole number or [left, right, top, bottom].',
  padding: 'Expected whole numbers, "valid" or "same".',
  column: 'Expected numbers, or { "kinds": ["oak"], "rows": [0] } for text.',
  'column-rows': 'Expected rows that index the kinds from 0.',
  'column-lengths': 'Expected one or more columns of the same length.',
  'column-numbers': 'Expected at least one number.',
};
