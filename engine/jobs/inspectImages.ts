import { problemSchema } from '../base/problem.js';
import { z } from '../base/zod.js';
import type { ClassCount } from '../data/imageSet.js';
import { defineJob, rejectOnAbort } from './define.js';

const title = z.string().max(500);

/** The side of an imported image in pixels. */
export const sideSchema = z.int().min(8).max(256);
/** Three for red, green and blue, one for gray. */
export const channelsSchema = z.union([z.literal(1), z.literal(3)]);
/** The classes of images and their counts in each split. */
export const classesSchema: z.ZodType<readonly ClassCount[]> = z
  .array(z.strictObject({ name: title, train: z.int().min(0), test: z.int().min(0) }))
  .readonly();
/** Files that were skipped: their number, and the first of them. */
export const skippedSchema = z.strictObject({
  skippedCount: z.int().min(0),
  skipped: z.array(z.strictObject({ file: z.string(), why: problemSchema })).max(100),
});

const found = skippedSchema.extend({
  /** The folder's or file's name, without its extension. */
  name: title,
  format: title,
  /** Null if the user chooses size and channels. */
  form: z.strictObject({ side: sideSchema, channels: channelsSchema }).nullable(),
  /** Ways to label the images, such as CIFAR-100's fine and coarse classes; the default one first. */
  labellings: z
    .array(z.strictObject({ name: title, classes: classesSchema }))
    .min(1)
    .max(8)
    .readonly(),
});

/** The images found in a folder or file. */
export type FoundImages = z.output<typeof found>;

/** Recognizes the images in a folder or file. Nothing is written. */
export const inspectImages = defineJob({
  name: 'inspectImages',
  host: 'data',
  input: z.strictObject({ path: z.string() }),
  paths: { path: 'images' },
  progress: z.never(),
  result: found,
  run: ({ path }, { environment, signal }) => {
    const inspect = async () => {
      const { found: images, close } = await environment.openImages(path);
      await close();
      return images;
    };
    return rejectOnAbort(signal, 'import', inspect());
  },
});
