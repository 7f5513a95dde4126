import { z } from '../base/zod.js';
import { foundSchema } from '../data/imageImport.js';
import { defineJob, rejectOnAbort } from './define.js';

/** Recognizes the images in a folder or file. Nothing is written. */
export const inspectImages = defineJob({
  name: 'inspectImages',
  host: 'data',
  input: z.strictObject({ path: z.string() }),
  paths: { path: 'images' },
  progress: z.never(),
  result: foundSchema,
  run: ({ path }, { environment, signal }) => {
    const inspect = async () => {
      const { found: images, close } = await environment.openImages(path);
      await close();
      return images;
    };
    return rejectOnAbort(signal, 'import', inspect());
  },
});
