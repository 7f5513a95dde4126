import type { Misread } from './formula.js';
import type { ListedName } from './names.js';
import type { z } from './zod.js';

/** Named requirements that combine several zod types or our own rules; engine/text has their sentences. */
export type Expectation =
  | 'layer-name'
  | 'hold-out'
  | 'batch-size'
  | 'pair'
  | 'weights'
  | 'sides'
  | 'padding'
  | 'column'
  | 'column-rows'
  | 'column-lengths'
  | 'column-numbers';

/** A value that a schema rejects. */
export interface SchemaIssue {
  readonly path: readonly (string | number)[];
  readonly wrong: Wrong;
  /** The value, where it is short enough to show. */
  readonly found: string | number | boolean | null | undefined;
}

/** The schema rule that a value violates. */
export type Wrong =
  | { readonly kind: 'type'; readonly expected: string; readonly missing: boolean }
  | { readonly kind: 'unknown-fields'; readonly names: readonly string[] }
  | {
      readonly kind: 'bound';
      readonly of: string;
      readonly side: 'least' | 'most';
      readonly bound: number;
      readonly inclusive: boolean;
    }
  | { readonly kind: 'one-of'; readonly options: readonly (string | number | boolean | null)[] }
  | { readonly kind: 'unknown-name'; readonly of: string; readonly name: ListedName }
  | { readonly kind: 'taken'; readonly field: 'id' | 'name'; readonly value: string }
  | { readonly kind: 'reserved'; readonly name: string; readonly free: string }
  | { readonly kind: 'formula'; readonly misread: Misread }
  | { readonly kind: 'expectation'; readonly expected: Expectation }
  | { readonly kind: 'other' };

/** Puts the name of a requirement where zod expects a message. */
export const expecting = (expected: Expectation): { error: Expectation } => ({ error: expected });

/** A custom issue for `context.addIssue`. */
export const issueOf = (path: (string | number)[], wrong: Wrong) =>
  ({ code: 'custom', path, params: { wrong } }) as const;

/** The issues that a schema found, as facts. Parse with `reportInput` to include the values. */
export function schemaIssues(error: z.ZodError): readonly SchemaIssue[] {
  return error.issues.map((issue) => ({
    path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
    wrong: wrongOf(issue),
    found: shown(issue.input),
  }));
}

const EXPECTATIONS: Readonly<Record<Expectation, true>> = {
  'layer-name': true,
  'hold-out': true,
  'batch-size': true,
  pair: true,
  weights: true,
  sides: true,
  padding: true,
  column: true,
  'column-rows': true,
  'column-lengths': true,
  'column-numbers': true,
};

function wrongOf(issue: z.core.$ZodIssue): Wrong {
  if (issue.code === 'custom' && issue.params) return issue.params['wrong'] as Wrong;
  if (issue.message in EXPECTATIONS) {
    return { kind: 'expectation', expected: issue.message as Expectation };
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return { kind: 'unknown-fields', names: issue.keys };
    case 'invalid_type':
      return { kind: 'type', expected: issue.expected, missing: issue.input === undefined };
    case 'too_small':
      return {
        kind: 'bound',
        of: issue.origin,
        side: 'least',
        bound: Number(issue.minimum),
        inclusive: issue.inclusive !== false,
      };
    case 'too_big':
      return {
        kind: 'bound',
        of: issue.origin,
        side: 'most',
        bound: Number(issue.maximum),
        inclusive: issue.inclusive !== false,
      };
    case 'invalid_value':
      return {
        kind: 'one-of',
        options: issue.values.map((value) =>
          typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value),
        ),
      };
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return { kind: 'other' };
  }
}

const LONGEST = 60;

/** A value, where it is short enough to show. */
export function shown(input: unknown): SchemaIssue['found'] {
  if (typeof input === 'string') return input.length < LONGEST ? input : undefined;
  return typeof input === 'number' || typeof input === 'boolean' || input === null ? input : undefined;
}
