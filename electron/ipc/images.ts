import { problemSchema } from '../../engine/base/problem.js';
import { z } from '../../engine/base/zod.js';
import { channel, nothing, title } from './define.js';

const side = z.int().min(8).max(256);
const channels = z.union([z.literal(1), z.literal(3)]);
const classes = z
  .array(z.strictObject({ name: title, train: z.int().min(0), test: z.int().min(0) }))
  .readonly();

/** How many files were skipped, and the first of them. */
const skippedFiles = {
  skippedCount: z.int().min(0),
  skipped: z.array(z.strictObject({ file: z.string(), why: problemSchema })).max(100),
};

const found = z.strictObject({
  /** The folder's or file's name, without its extension. */
  name: title,
  format: title,
  /** Null if the user chooses size and channels. */
  form: z.strictObject({ side, channels }).nullable(),
  /** Ways to label the images, the default one first. */
  labellings: z
    .array(z.strictObject({ name: title, classes }))
    .min(1)
    .max(8)
    .readonly(),
  ...skippedFiles,
});

const choices = z.strictObject({
  side,
  channels,
  fit: z.enum(['crop', 'pad', 'stretch']),
  /** Index into `labellings`. */
  labelling: z.int().min(0).max(7),
});

const imported = z.strictObject({ id: z.string(), name: title, side, channels, classes, ...skippedFiles });

/** Channels for importing the user's own images. */
export const imageChannels = {
  /** Asks for a folder or a file, or uses the dropped one, and inspects it; null when canceled. */
  'images.choose': channel(z.enum(['folder', 'file', 'dropped']), found.nullable()),
  /** Imports the last inspected folder or file. Pushes `importProgress`. */
  'images.import': channel(choices, imported),
  /** Cancels inspection or import; nothing is kept. */
  'images.cancel': channel(nothing, z.null()),
};

/** The images found in a folder or file. */
export type FoundImages = z.output<typeof found>;
/** Settings of an import. */
export type ImportChoices = z.output<typeof choices>;
/** The result of an import. */
export type ImportedImages = z.output<typeof imported>;
