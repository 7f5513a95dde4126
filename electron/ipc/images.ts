import { z } from '../../engine/base/zod.js';
import { channel, nothing, title } from './define.js';

const side = z.int().min(8).max(256);
const channels = z.union([z.literal(1), z.literal(3)]);
const classes = z
  .array(z.strictObject({ name: title, train: z.int().min(0), test: z.int().min(0) }))
  .readonly();

/** Files that were passed over: how many, and the first of them. */
const passedOver = {
  skippedCount: z.int().min(0),
  skipped: z.array(z.strictObject({ file: z.string(), why: z.string() })).max(100),
};

const found = z.strictObject({
  /** The folder's or file's name, without its ending. */
  name: title,
  format: title,
  /** Null where size and channels are to be chosen. */
  form: z.strictObject({ side, channels }).nullable(),
  /** Ways to label the images, the usual one first. */
  labellings: z
    .array(z.strictObject({ name: title, classes }))
    .min(1)
    .max(8)
    .readonly(),
  ...passedOver,
});

const choices = z.strictObject({
  side,
  channels,
  fit: z.enum(['crop', 'pad', 'stretch']),
  /** Which of the labellings. */
  labelling: z.int().min(0).max(7),
});

const imported = z.strictObject({ id: z.string(), name: title, side, channels, classes, ...passedOver });

/** The user's own images. */
export const imageChannels = {
  /** Asks for a folder or a file, or takes what was dropped, and says what it holds; null when cancelled. */
  'images.choose': channel(z.enum(['folder', 'file', 'dropped']), found.nullable()),
  /** Keeps what was chosen last. How far it is comes as `importProgress` pushes. */
  'images.import': channel(choices, imported),
  /** Ends looking or importing; nothing is kept. */
  'images.cancel': channel(nothing, z.null()),
};

/** What a folder or file holds. */
export type FoundImages = z.output<typeof found>;
/** How it is to be brought in. */
export type ImportChoices = z.output<typeof choices>;
/** Images as they were brought in. */
export type ImportedImages = z.output<typeof imported>;
