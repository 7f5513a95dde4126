import { z } from '../base/zod.js';
import { choicesSchema, type ImportedImages, importedSchema } from '../data/imageImport.js';
import { type Counted, countedSchema, defineJob, type JobContext, rejectOnAbort } from './define.js';

const input = choicesSchema.extend({ path: z.string() });

/** Least time between two reports, in ms: there may be a hundred thousand images. */
const REPORT_MS = 100;

/** Decodes the images in a folder or file and stores them as a data set. A canceled import stores nothing. */
export const importImages = defineJob({
  name: 'importImages',
  host: 'data',
  input,
  paths: { path: 'known' },
  exclusive: 'import',
  progress: countedSchema,
  result: importedSchema,
  run: (asked, context) => rejectOnAbort(context.signal, 'import', importFrom(asked, context)),
});

async function importFrom(
  { path, encoding, ...chosen }: z.output<typeof input>,
  context: JobContext<'data', Counted>,
): Promise<ImportedImages> {
  const { environment, signal } = context;
  const { found, read, close } = await environment.openImages(path, encoding);
  try {
    let reportedAt = -REPORT_MS;
    const progress = (done: number, total: number | null) => {
      if (done !== total && environment.now() - reportedAt < REPORT_MS) return;
      reportedAt = environment.now();
      context.report({ done, total });
    };
    const { set, ...about } = await read({ ...chosen, signal, progress });
    signal.throwIfAborted();
    const { side, channels } = set;
    const id = await environment.saveImages(found.name, set);
    return {
      id,
      name: found.name,
      side,
      channels,
      fit: chosen.fit,
      background: set.background ?? null,
      ...about,
    };
  } finally {
    await close();
  }
}
