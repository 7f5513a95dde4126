import { problemSchema } from '../base/problem.js';
import { z } from '../base/zod.js';
import { ENCODING_IDS } from './encodings.js';
import { type ClassCount, FITS } from './imageSet.js';

const title = z.string().max(500);

/** The side of an imported image in pixels. */
const side = z.int().min(8).max(256);
/** Three for red, green and blue, one for gray. */
const channels = z.union([z.literal(1), z.literal(3)]);
/** The classes of images and their counts in each split. */
const classes: z.ZodType<readonly ClassCount[]> = z
  .array(z.strictObject({ name: title, train: z.int().min(0), test: z.int().min(0) }))
  .readonly();
/** A color such as `#ffffff`. */
const color = z.string().regex(/^#[0-9a-f]{6}$/);
/** The encoding of an archive's names. */
const encoding = z.enum(ENCODING_IDS);
/** Files that were skipped: their number, the number for each reason, and the first of them. */
const skippedFiles = z.strictObject({
  skippedCount: z.int().min(0),
  reasons: z.array(z.strictObject({ why: problemSchema, count: z.int().min(1) })).max(100),
  skipped: z.array(z.strictObject({ file: z.string(), why: problemSchema })).max(100),
});

/** Warnings, to be shown before training. */
const notes = z.array(problemSchema).max(20).readonly();

const form = z.strictObject({ side, channels });

/** The images found in a folder or file. */
export const foundSchema = z.strictObject({
  /** The folder's or file's name, without its extension. */
  name: title,
  format: title,
  /** Null if the user chooses size and channels. */
  form: form.nullable(),
  /** Size and channels to propose. */
  suited: form,
  /** The color that suits the transparent areas of some images; null if none were found. */
  background: color.nullable(),
  /** The encoding of names in an archive that do not declare one, and others that fit; null if there are none. */
  encoding: z.strictObject({ id: encoding, plausible: z.array(encoding).readonly() }).nullable(),
  /**
   * Ways to label the images, such as by folders, by a table, or CIFAR-100's fine classes; the default one first. With a
   * doubt whether these are classes it is not a default: people are asked.
   */
  labelSets: z
    .array(skippedFiles.extend({ name: title, classes, doubt: problemSchema.nullable(), notes }))
    .min(1)
    .max(8)
    .readonly(),
});

/** Files that were skipped. */
export type SkippedFiles = z.output<typeof skippedFiles>;
/** The images found in a folder or file. */
export type FoundImages = z.output<typeof foundSchema>;

/** Settings of an import. */
export const choicesSchema = z.strictObject({
  side,
  channels,
  /** Makes images square: center-cropped, padded with black, or stretched. */
  fit: z.enum(FITS),
  /** Index into `labelSets`. */
  labelSet: z.int().min(0).max(7),
  /** The color under transparent areas; null for the one that suits them. */
  background: color.nullable().default(null),
  /** The encoding of names in an archive that do not declare one; null for the likeliest. */
  encoding: encoding.nullable().default(null),
});

/** The result of an import. */
export const importedSchema = skippedFiles.extend({
  /** The hash under which the images are stored. */
  id: z.string(),
  name: z.string(),
  side,
  channels,
  fit: z.enum(FITS),
  /** The color under transparent areas; null if there were none. */
  background: color.nullable(),
  classes,
  notes,
});

/** Settings of an import. */
export type ImportChoices = z.output<typeof choicesSchema>;
/** Settings of an import before the user changes them. */
export function defaultChoices({ suited, background, encoding }: FoundImages): ImportChoices {
  const { side, channels } = suited;
  return { side, channels, fit: 'crop', labelSet: 0, background, encoding: encoding?.id ?? null };
}

/** The result of an import. */
export type ImportedImages = z.output<typeof importedSchema>;
