import { z } from '../base/zod.js';
import { ENCODING_IDS } from '../data/encodings.js';
import { foundSchema } from '../data/imageImport.js';
import { defineJob, rejectOnAbort } from './define.js';

/** Recognizes the images in a folder or file. Nothing is written. */
export const inspectImages = defineJob({
  name: 'inspectImages',
  host: 'data',
  input: z.strictObject({
    path: z.string(),
    /** The encoding of names in an archive; null for the likeliest. */
    encoding: z.enum(ENCODING_IDS).nullable().default(null),
  }),
  paths: { path: 'images' },
  progress: z.never(),
  result: foundSchema,
  run: ({ path, encoding }, { environment, signal }) => {
    const inspect = async () => {
      const { found: images, close } = await environment.openImages(path, encoding);
      await close();
      return images;
    };
    return rejectOnAbort(signal, 'import', inspect());
  },
});
