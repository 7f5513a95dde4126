import type { ErrorCode } from '../../engine/base/errors.js';
import type { Fix } from '../../engine/base/problem.js';
import { z } from '../../engine/base/zod.js';

/** A request from the window and its reply. The main process validates both. */
export interface Channel<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

/** Declares a channel; its types are inferred from the two schemas. */
export function channel<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Channel<I, O> {
  return { input, output };
}

/** The input schema of channels without input. */
export const nothing = z.undefined();

/**
 * Failure codes that the shell adds to the engine's: a malformed call, a call from a foreign frame, an unknown token
 * or id, an engine that isn't running, and a request that conflicts with work in progress.
 */
export type ShellCode = 'bad-request' | 'forbidden' | 'not-found' | 'engine-down' | 'busy';

/** A failure as data; `code` is stable, `message` is for display. */
export interface Failure {
  readonly ok: false;
  readonly code: ErrorCode | ShellCode;
  readonly message: string;
  readonly where?: string;
  readonly repair?: Fix;
}

/** The reply to every call; calls never reject because of user errors. */
export type Reply<T> = { readonly ok: true; readonly value: T } | Failure;

/** An opaque id of something the main process manages (a document, a file, a recovery copy, a run). */
export const token = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** The maximum length of a project's text, in characters: 16 Mi. */
export const MAX_TEXT = 16 * 1024 * 1024;

/** A project file's text. */
export const projectText = z.string().max(MAX_TEXT);

/** A title for display. */
export const title = z.string().max(500);

/** A point in time, in milliseconds since 1970. */
export const instant = z.number().nonnegative();
