import type { ProblemFacts } from './facts.js';
import { z } from './zod.js';

/**
 * Problems as data: a code, a place, facts, and changes to a project that would fix it. Checks return
 * problems; one that must cross layers is thrown as a `ProblemError`. Only the edges, the window and the
 * command line, turn problems into sentences, with engine/text.
 */

/** Families of problems, the first half of a code. Stable, because exit statuses and `--json` depend on them. */
export const FAMILIES = [
  'bad-argument',
  'bad-project',
  'bad-layer',
  'bad-shape',
  'bad-pairing',
  'bad-data',
  'missing-data',
  'bad-onnx',
  'unsupported-operator',
  'bad-checkpoint',
  'diverged',
  'out-of-memory',
  'certificate-failed',
  'io',
  'interrupted',
  'internal',
  'shell',
  'advice',
] as const;

/** A family of problems. */
export type Family = (typeof FAMILIES)[number];

/** The code of one problem: `family/name`. */
export type ProblemCode = keyof ProblemFacts;

const text = z.string().max(10_000);
const index = z.int().min(0);
const projectPath = z.array(z.union([text, index])).readonly();

/** The place of a problem. */
const placeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('layer'), id: text, name: text, type: text }).readonly(),
  /** A value in a project, or in the project file `file`. */
  z.strictObject({ kind: z.literal('project'), path: projectPath, file: text.optional() }).readonly(),
  /** A file or folder by its path, or by its name where the path adds nothing. */
  z.strictObject({ kind: z.literal('file'), path: text }).readonly(),
  /** A file inside an archive or a folder. */
  z.strictObject({ kind: z.literal('entry'), file: text, entry: text }).readonly(),
  z.strictObject({ kind: z.literal('url'), url: text }).readonly(),
  /** A row of a table (a line number in its file, from 1), a column, or the cell where both meet. */
  z
    .strictObject({
      kind: z.literal('cell'),
      file: text.nullable(),
      row: index.nullable(),
      column: text.nullable(),
    })
    .readonly(),
  /** A training step, counted from 1. */
  z.strictObject({ kind: z.literal('step'), step: index }).readonly(),
  /** An option of the command line, without its dashes. */
  z.strictObject({ kind: z.literal('option'), name: text }).readonly(),
]);

/** The place of a problem. */
export type Place = z.output<typeof placeSchema>;

/** A layer as the place of a problem. */
export type LayerPlace = Extract<Place, { readonly kind: 'layer' }>;

const samples = z.enum(['images', 'table']);
const part = z.enum(['augment', 'transforms', 'targetTransforms']);
const value = z.union([z.number(), z.boolean(), text, z.array(z.number()).readonly()]);

/** A change to a project that would fix a problem. */
const fixSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set-param'), layerId: text, param: text, value }).readonly(),
  /** `beforeLayerId` is null for the end of the chain. */
  z.strictObject({ kind: z.literal('insert-layer'), beforeLayerId: text.nullable(), type: text }).readonly(),
  z.strictObject({ kind: z.literal('remove-layer'), layerId: text }).readonly(),
  /** Makes layers of the type `from` layers of another type, with its settings at their defaults. */
  z
    .strictObject({
      kind: z.literal('change-layers'),
      layerIds: z.array(text).readonly(),
      from: text,
      type: text,
    })
    .readonly(),
  z.strictObject({ kind: z.literal('set-loss'), type: text }).readonly(),
  z.strictObject({ kind: z.literal('set-epochs'), epochs: z.int().min(1) }).readonly(),
  /** Makes the whole numbers of a table's target classes. */
  z.strictObject({ kind: z.literal('treat-as-classes'), column: text }).readonly(),
  z.strictObject({ kind: z.literal('set-learning-rate'), value: z.number() }).readonly(),
  /** Weights that let every class count the same, under the loss's name for them. */
  z.strictObject({ kind: z.literal('balance-classes'), param: text }).readonly(),
  z.strictObject({ kind: z.literal('add-step'), part, type: text }).readonly(),
  z.strictObject({ kind: z.literal('remove-step'), part, index }).readonly(),
  z.strictObject({ kind: z.literal('move-step'), part, type: text, index, to: index }).readonly(),
  z.strictObject({ kind: z.literal('set-step'), part, index, param: text, value }).readonly(),
  /** Computes the settings of the step of this type from the training samples; only this fix needs the data. */
  z.strictObject({ kind: z.literal('compute-step'), part, type: text, samples }).readonly(),
]);

/** A change to a project that would fix a problem. */
export type Fix = z.output<typeof fixSchema>;

/** A list of a project's pipeline: for training images only, for every sample, or for the targets of a table. */
export type PipelinePart = z.output<typeof part>;

/** A problem as plain data. */
export interface Problem<C extends ProblemCode = ProblemCode> {
  readonly code: C;
  readonly where: Place | null;
  readonly facts: ProblemFacts[C];
  /** Best first. */
  readonly fixes: readonly Fix[];
}

/** Optional details of a problem. */
export interface ProblemDetails {
  readonly where?: Place | null;
  readonly fixes?: readonly Fix[];
}

/** Creates a problem. */
export function problem<C extends ProblemCode>(
  code: C,
  facts: ProblemFacts[C],
  { where = null, fixes = [] }: ProblemDetails = {},
): Problem<C> {
  return { code, where, facts, fixes };
}

const family = FAMILIES.join('|');

/** Schema of a problem received from another process or read from a file. */
export const problemSchema = z.strictObject({
  code: z.custom<ProblemCode>((code) => typeof code === 'string' && CODE.test(code)),
  where: placeSchema.nullable(),
  facts: z.custom<ProblemFacts[ProblemCode]>((facts) => typeof facts === 'object' && facts !== null),
  fixes: z.array(fixSchema).max(10).readonly(),
});

const CODE = new RegExp(`^(${family})/[a-z0-9-]+$`);

/** Narrows a problem to one code. */
export function isProblem<C extends ProblemCode>(found: Problem, code: C): found is Problem<C> {
  return found.code === code;
}

/** The family of a code. */
export function familyOf(code: ProblemCode): Family {
  return code.slice(0, code.indexOf('/')) as Family;
}

/** Carries a problem across layers. Its message, the code and facts, is for logs only. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(`${problem.code} ${JSON.stringify({ where: problem.where, ...problem.facts })}`, options);
    this.name = 'ProblemError';
  }
}

/** Creates an error to throw. */
export function failure<C extends ProblemCode>(
  code: C,
  facts: ProblemFacts[C],
  { cause, ...details }: ProblemDetails & { readonly cause?: unknown } = {},
): ProblemError {
  return new ProblemError(problem(code, facts, details), cause === undefined ? undefined : { cause });
}

/** The problem that an error carries; any other error becomes `internal/unexpected`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return problem('internal/unexpected', { said: error instanceof Error ? error.message : String(error) });
}

/** Runs `work`, which may return a promise, and gives a thrown problem without a place this one. */
export function locate<T>(where: Place, work: () => T): T {
  const fail = (error: unknown): never => {
    if (!(error instanceof ProblemError) || error.problem.where) throw error;
    throw new ProblemError({ ...error.problem, where }, { cause: error });
  };
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(fail) as T) : result;
  } catch (error) {
    return fail(error);
  }
}

/** Throws `internal/invariant` unless `condition` holds. For bugs in the program, which no user can cause. */
export function invariant(condition: unknown, violated: string): asserts condition {
  if (!condition) throw failure('internal/invariant', { violated });
}

/** Throws the problem, if there is one. */
export function assertNone(found: Problem | null): void {
  if (found) throw new ProblemError(found);
}
