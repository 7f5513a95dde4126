import { z } from '../base/zod.js';
import { countClasses } from '../data/imageSet.js';
import { countedSchema, type Counted } from './counted.js';
import { defineJob, rejectOnAbort, type JobContext } from './define.js';
import { channelsSchema, classesSchema, sideSchema, skippedSchema } from './inspectImages.js';

const choices = z.strictObject({
  side: sideSchema,
  channels: channelsSchema,
  /** Makes images square: center-cropped, padded with black, or stretched. */
  fit: z.enum(['crop', 'pad', 'stretch']),
  /** Index into `labellings`. */
  labelling: z.int().min(0).max(7),
});

const imported = skippedSchema.extend({
  /** The hash under which the images are stored. */
  id: z.string(),
  name: z.string(),
  side: sideSchema,
  channels: channelsSchema,
  classes: classesSchema,
});

const input = choices.extend({ path: z.string() });

/** Least time between two reports, in ms: there may be a hundred thousand images. */
const REPORT_MS = 100;

/** Settings of an import. */
export type ImportChoices = z.output<typeof choices>;
/** The result of an import. */
export type ImportedImages = z.output<typeof imported>;

/** Decodes the images in a folder or file and stores them as a data set. A canceled import stores nothing. */
export const importImages = defineJob({
  name: 'importImages',
  host: 'data',
  input,
  paths: { path: 'known' },
  exclusive: 'import',
  progress: countedSchema,
  result: imported,
  run: (asked, context) => rejectOnAbort(context.signal, 'import', importFrom(asked, context)),
});

async function importFrom(
  { path, ...chosen }: z.output<typeof input>,
  context: JobContext<'data', Counted>,
): Promise<ImportedImages> {
  const { environment, signal } = context;
  const { found, read, close } = await environment.openImages(path);
  try {
    let reportedAt = -REPORT_MS;
    const progress = (done: number, total: number | null) => {
      if (done !== total && environment.now() - reportedAt < REPORT_MS) return;
      reportedAt = environment.now();
      context.report({ done, total });
    };
    const { set, ...skipped } = await read({ ...chosen, signal, progress });
    signal.throwIfAborted();
    const { side, channels, labels, trainCount, classNames } = set;
    const id = await environment.saveImages(found.name, set);
    const classes = countClasses(labels, trainCount, (label) => classNames[label]!);
    return { id, name: found.name, side, channels, classes, ...skipped };
  } finally {
    await close();
  }
}
