/**
 * What went wrong, said so that a person can act on it. Every failure that a user can cause is a
 * `LoomError`: the command line prints it, the worker sends it as data, the window shows it in place.
 */

/** Stable identifiers of failures; callers branch on these, never on the words of a message. */
export type ErrorCode =
  | 'bad-argument'
  | 'bad-project'
  | 'bad-layer'
  | 'bad-shape'
  | 'bad-pairing'
  | 'bad-data'
  | 'missing-data'
  | 'bad-onnx'
  | 'unsupported-operator'
  | 'bad-checkpoint'
  | 'diverged'
  | 'out-of-memory'
  | 'certificate-failed'
  | 'io'
  | 'interrupted'
  | 'internal';

/** A change that would mend the problem, machine-readable so that a button can apply it. */
export type Repair =
  | { readonly kind: 'set-param'; readonly layerId: string; readonly param: string; readonly value: number }
  | { readonly kind: 'insert-layer'; readonly beforeLayerId: string | null; readonly type: string }
  | { readonly kind: 'remove-layer'; readonly layerId: string }
  | { readonly kind: 'set-loss'; readonly type: string };

/** Extra facts about a failure. */
export interface ErrorDetails {
  /** Where it happened, in the user's terms: a path in the project file, a layer's name, a file. */
  readonly where?: string;
  readonly repair?: Repair;
  readonly cause?: unknown;
}

/** A failure with a code, a message for people (where, expected, got, what to do) and maybe a repair. */
export class LoomError extends Error {
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly repair: Repair | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'LoomError';
    this.code = code;
    this.where = details.where;
    this.repair = details.repair;
  }
}

/** Does `work`; a failure in it that does not say where it happened says `where` before its message. */
export function locate<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LoomError) || error.where !== undefined) throw error;
    const { code, message, repair, cause } = error;
    throw new LoomError(code, `${where}: ${message}`, { where, cause, ...(repair && { repair }) });
  }
}
