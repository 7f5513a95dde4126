import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImageSet } from '../data/imageSet.js';
import { STORED_FILES, storedRecord, storedSet } from '../data/storedImages.js';
import { failure } from '../base/problem.js';
import type { ImageDataSpec } from '../project/schema.js';
import { atomicWrite } from './atomicWrite.js';
import { makeDataFolder } from './folder.js';
import { readBounded } from './readBounded.js';

/** Maximum memory for the images of one set, in bytes. */
export const MAX_SET_BYTES = 2 ** 30;

type OwnSource = Extract<ImageDataSpec['source'], { kind: 'images' }>;

/** The folder of a set of the user's own images. */
export function ownImagesFolder(dataFolder: string, id: string): string {
  return join(dataFolder, 'images', id);
}

/** Stores a set under the hash of its contents and returns the hash. Throws `io` if that fails. */
export async function saveOwnImages(dataFolder: string, name: string, set: ImageSet): Promise<string> {
  const { images, labels } = set;
  const id = identityOf(set);
  const folder = ownImagesFolder(dataFolder, id);
  await makeDataFolder(folder);
  await atomicWrite(join(folder, 'images.bin'), images);
  await atomicWrite(join(folder, 'labels.bin'), labels);
  // Written last, so a set with a record is complete.
  await atomicWrite(join(folder, 'set.json'), storedRecord(name, set));
  return id;
}

/** The hash of a set's contents. */
function identityOf({ images, labels, classNames, side, channels, trainCount }: ImageSet): string {
  return createHash('sha256')
    .update(JSON.stringify([classNames, side, channels, trainCount]))
    .update(labels)
    .update(images)
    .digest('hex');
}

/**
 * Loads a set of the user's own images.
 * @throws `missing-data` if it isn't on this machine, `bad-data` if it is damaged
 */
export async function loadOwnImages(dataFolder: string, { id, name }: OwnSource): Promise<ImageSet> {
  const folder = ownImagesFolder(dataFolder, id);
  const files = await Promise.all(
    STORED_FILES.map((file) => readBounded(join(folder, file), MAX_SET_BYTES)),
  ).catch((cause: unknown) => {
    throw failure('missing-data/images', { name }, { cause });
  });
  const set = storedSet(...(files as [Uint8Array, Uint8Array, Uint8Array]));
  if (identityOf(set) === id) return set;
  throw failure('bad-data/images-changed', { name });
}
