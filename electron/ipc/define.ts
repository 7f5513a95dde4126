import type { Problem } from '../../engine/base/problem.js';
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

/** The reply to every call; calls never reject because of user errors. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

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
