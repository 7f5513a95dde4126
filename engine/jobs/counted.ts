import { z } from '../base/zod.js';

/** Progress of work that is counted: images, or bytes. */
export const countedSchema = z.strictObject({
  done: z.int().min(0),
  /** Null while it is unknown. */
  total: z.int().min(0).nullable(),
});

/** Progress of work that is counted. */
export type Counted = z.output<typeof countedSchema>;
