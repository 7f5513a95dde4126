import { z } from '../../engine/zod.js';
import { channel, nothing, title } from './define.js';

const importedTable = z.strictObject({
  /** The file's name without its ending. */
  name: title,
  rows: z.int().min(1),
  columns: z.array(
    z.strictObject({
      name: title,
      /** NaN where a cell is empty; null for a column of text. */
      values: z.instanceof(Float64Array).nullable(),
      missing: z.int().min(0),
      /** The first cells as they are written. */
      sample: z.array(z.string().max(200)).max(20),
    }),
  ),
});

const importedImages = z.strictObject({
  id: z.string(),
  name: title,
  side: z.int(),
  classes: z.array(z.strictObject({ name: title, images: z.int().min(1) })),
  /** Files that were passed over: how many, and the first of them. */
  skippedCount: z.int().min(0),
  skipped: z.array(z.strictObject({ file: z.string(), why: z.string() })).max(100),
});

/** Data sets on this machine. */
export const dataChannels = {
  /** Asks for the archive of CIFAR-10, checks it and puts its files in place; null when cancelled. */
  'data.chooseArchive': channel(nothing, z.literal(true).nullable()),
  /** Downloads CIFAR-10 from its author, checks it and puts its files in place; `importProgress` tells bytes. */
  'data.download': channel(nothing, z.literal(true)),
  /**
   * Asks for a folder with a folder of images for each class and keeps them at this size; null when
   * cancelled. How far it is comes as `importProgress` pushes.
   */
  'data.importImages': channel(
    z.strictObject({ side: z.int().min(8).max(256), fit: z.enum(['crop', 'pad', 'stretch']) }),
    importedImages.nullable(),
  ),
  'data.cancelImport': channel(nothing, z.null()),
  /** Asks for a text table (CSV, TSV) and reads it; null when cancelled. */
  'data.openTable': channel(nothing, importedTable.nullable()),
};

/** Images as they were brought in. */
export type ImportedImages = z.output<typeof importedImages>;
/** A text table as it was read. */
export type ImportedTable = z.output<typeof importedTable>;
