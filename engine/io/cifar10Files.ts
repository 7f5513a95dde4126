import { join } from 'node:path';
import { CIFAR10_FILES, parseCifar10 } from '../data/cifar10.js';
import type { ImageSet } from '../data/imageSet.js';
import { LoomError } from '../errors.js';
import { readBounded } from './readBounded.js';

const MAX_BYTES = 64 * 2 ** 20;

/** Loads CIFAR-10 from a folder with its binary files. Throws `missing-data` or `bad-data` naming the file. */
export async function loadCifar10Files(folder: string): Promise<ImageSet> {
  const files = await Promise.all(
    CIFAR10_FILES.map(async ({ name, split }) => {
      try {
        return { name, split, bytes: await readBounded(join(folder, name), MAX_BYTES) };
      } catch (cause) {
        const message = `CIFAR-10 is not complete: ${(cause as Error).message}. Get it with "layerloom data fetch", or "npm run setup" in a checkout`;
        throw new LoomError('missing-data', message, { where: join(folder, name), cause });
      }
    }),
  );
  return parseCifar10(files);
}
