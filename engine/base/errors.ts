import { ProblemError, problem, type Family, type Fix } from './problem.js';

/** Families of problems, by their older name. */
export type ErrorCode = Family;

/** Details of a failure that brings its own words. */
export interface ErrorDetails {
  readonly where?: string;
  readonly repair?: Fix;
  readonly cause?: unknown;
}

/** A failure that brings its own words. */
export class LoomError extends ProblemError {
  readonly where: string | undefined;
  readonly repair: Fix | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(
      problem(`${code}/words`, { text: message }, { fixes: details.repair ? [details.repair] : [] }),
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.message = message;
    this.name = 'LoomError';
    this.where = details.where;
    this.repair = details.repair;
  }
}
