import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { imageBytes, type ImageSet } from './imageSet.js';

/** Files of a stored set of the user's own images. */
export const STORED_FILES = ['set.json', 'images.bin', 'labels.bin'] as const;

/** Most classes of the user's own images: a label is a byte. */
export const MAX_CLASSES = 255;

/** The content of `set.json`. Sets from before grayscale images and test splits lack `channels` and `trainCount`. */
const recordSchema = z.object({
  format: z.literal('layerloom-images'),
  name: z.string(),
  classes: z.array(z.string()).min(1).max(MAX_CLASSES),
  side: z.int().min(8).max(256),
  channels: z.union([z.literal(1), z.literal(3)]).default(3),
  trainCount: z.int().min(1).optional(),
  background: z.string().optional(),
});

/** The text of `set.json`. */
export function storedRecord(
  name: string,
  { classNames, side, channels, trainCount, background }: Omit<ImageSet, 'images' | 'labels'>,
): string {
  const record: z.output<typeof recordSchema> = {
    format: 'layerloom-images',
    name,
    classes: [...classNames],
    side,
    channels,
    trainCount,
    background,
  };
  return JSON.stringify(record, null, 1);
}

/**
 * The set whose files these are, in the order of `STORED_FILES`.
 * @throws `bad-data` when they are inconsistent
 */
export function storedSet(record: Uint8Array, images: Uint8Array, labels: Uint8Array): ImageSet {
  const found = recordSchema.safeParse(parsed(record));
  if (!found.success) throw damaged('set.json');
  const { classes, side, channels, trainCount = labels.length, background } = found.data;
  if (images.length !== labels.length * imageBytes({ side, channels })) throw damaged('images.bin');
  if (trainCount > labels.length || labels.some((label) => label >= classes.length))
    throw damaged('labels.bin');
  return {
    images,
    labels,
    trainCount,
    classNames: classes,
    side,
    channels,
    ...(background !== undefined && { background }),
  };
}

function parsed(record: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(record));
  } catch {
    return null;
  }
}

const damaged = (file: string) =>
  failure('bad-data/stored-images', {}, { where: { kind: 'file', path: file } });
