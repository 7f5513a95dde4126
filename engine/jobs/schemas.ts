import { z } from '../base/zod.js';

/** Numbers in one piece of memory, which crosses processes as such. */
export const floatsSchema = z.custom<Float32Array>((value) => value instanceof Float32Array);

/** Bytes in one piece of memory. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Numbers in the form of an image. */
export const mapSchema = z.strictObject({
  height: z.int().min(1),
  width: z.int().min(1),
  values: floatsSchema,
});

/** Progress of work that is counted: images, or bytes. */
export const countedSchema = z.strictObject({
  done: z.int().min(0),
  /** Null while it is unknown. */
  total: z.int().min(0).nullable(),
});

/** Progress of work that is counted. */
export type Counted = z.output<typeof countedSchema>;
