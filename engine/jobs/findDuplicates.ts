import { z } from '../base/zod.js';
import { searchDuplicates } from '../data/duplicates.js';
import { imageSourceSchema } from '../project/schema.js';
import { defineJob } from './define.js';

const row = z.int().min(0);

/**
 * Searches a data set for images that show the same picture; reports pairs as it finds them. It reads the images itself:
 * the window's copy stays where scrolling needs it.
 */
export const findDuplicates = defineJob({
  name: 'findDuplicates',
  host: 'data',
  input: z.strictObject({ source: imageSourceSchema }),
  paths: {},
  progress: z.strictObject({
    pairs: z
      .array(z.strictObject({ a: row, b: row, likeness: z.number(), mirrored: z.boolean() }))
      .readonly(),
    /** 0 to 1. */
    share: z.number(),
  }),
  result: z.strictObject({ reason: z.enum(['finished', 'stopped']) }),
  run: async ({ source }, context) => {
    const { environment, control } = context;
    for (const part of searchDuplicates(await environment.loadImages(source))) {
      context.report(part);
      if (!(await control.waitIfPaused())) return { reason: 'stopped' as const };
    }
    return { reason: 'finished' as const };
  },
});
