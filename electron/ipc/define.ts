import type { ErrorCode } from '../../engine/base/errors.js';
import type { Fix } from '../../engine/base/problem.js';
import { z } from '../../engine/base/zod.js';

/** One request the window may send: what goes in, what comes back. Both are checked in the main process. */
export interface Channel<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

/** Declares a channel; its types follow from the two schemas. */
export function channel<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Channel<I, O> {
  return { input, output };
}

/** The input of channels that need none. */
export const nothing = z.undefined();

/**
 * Failures that the shell adds to the engine's: a malformed call, a call from a frame that is not ours, an
 * unknown token or id, an engine that is not running, work that excludes what was asked for.
 */
export type ShellCode = 'bad-request' | 'forbidden' | 'not-found' | 'engine-down' | 'busy';

/** A failure as data; `code` is stable, `message` is for people. */
export interface Failure {
  readonly ok: false;
  readonly code: ErrorCode | ShellCode;
  readonly message: string;
  readonly where?: string;
  readonly repair?: Fix;
}

/** What every call answers; calls never reject because of what the user did. */
export type Reply<T> = { readonly ok: true; readonly value: T } | Failure;

/** An opaque name of something that the main process knows (a document, a file, a recovery, a run). */
export const token = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** The longest project text that is read or written: 16 M characters. */
export const MAX_TEXT = 16 * 1024 * 1024;

/** A project file's text. */
export const projectText = z.string().max(MAX_TEXT);

/** A title for people. */
export const title = z.string().max(500);

/** A point in time, milliseconds since 1970. */
export const instant = z.number().nonnegative();
