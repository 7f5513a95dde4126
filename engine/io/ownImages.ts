import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { imageBytes, type ImageSet } from '../data/imageSet.js';
import { LoomError } from '../errors.js';
import type { ImageDataSpec } from '../project/schema.js';
import { z } from '../zod.js';
import { atomicWrite } from './atomicWrite.js';
import { makeFolder } from './makeFolder.js';
import { readBounded } from './readBounded.js';

/** Memory that the images of one set may take. */
export const MAX_SET_BYTES = 2 ** 30;

const recordSchema = z.object({
  format: z.literal('layerloom-images'),
  name: z.string(),
  classes: z.array(z.string()).min(1).max(255),
  side: z.int().min(8).max(256),
});

type OwnSource = Extract<ImageDataSpec['source'], { kind: 'images' }>;

/** Folder of a set of the user's own images. */
export function ownImagesFolder(dataFolder: string, id: string): string {
  return join(dataFolder, 'images', id);
}

/** Keeps a set under the hash of its contents; answers that hash. */
export async function saveOwnImages(dataFolder: string, name: string, set: ImageSet): Promise<string> {
  const { images, labels, classNames, side } = set;
  const id = createHash('sha256')
    .update(JSON.stringify([classNames, side]))
    .update(labels)
    .update(images)
    .digest('hex');
  const folder = ownImagesFolder(dataFolder, id);
  await makeFolder(folder);
  await atomicWrite(join(folder, 'images.bin'), images);
  await atomicWrite(join(folder, 'labels.bin'), labels);
  // Written last: a set with a record is complete.
  const record = { format: 'layerloom-images', name, classes: classNames, side };
  await atomicWrite(join(folder, 'set.json'), JSON.stringify(record, null, 1));
  return id;
}

/**
 * Loads a set of the user's own images.
 * @throws LoomError `missing-data` when it is not on this machine, `bad-data` when it is damaged
 */
export async function loadOwnImages(dataFolder: string, { id, name }: OwnSource): Promise<ImageSet> {
  const folder = ownImagesFolder(dataFolder, id);
  const [record, images, labels] = await Promise.all([
    readBounded(join(folder, 'set.json'), 2 ** 20),
    readBounded(join(folder, 'images.bin'), MAX_SET_BYTES),
    readBounded(join(folder, 'labels.bin'), MAX_SET_BYTES),
  ]).catch((cause: unknown) => {
    const message = `the images "${name}" are not on this machine; bring their folder in again`;
    throw new LoomError('missing-data', message, { where: folder, cause });
  });
  const { classes, side } = recordSchema.parse(JSON.parse(new TextDecoder().decode(record)));
  const fits = images.length === labels.length * imageBytes(side);
  if (!fits || labels.some((label) => label >= classes.length)) {
    throw new LoomError('bad-data', `the images "${name}" are damaged; bring their folder in again`, {
      where: folder,
    });
  }
  return { images, labels, trainCount: labels.length, classNames: classes, side };
}
