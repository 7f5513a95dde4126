import { parseCifar10 } from '../data/cifar10.js';
import type { ImageSet } from '../data/imageSet.js';
import { readCifar10 } from './verifiedCifar10.js';

/** Loads CIFAR-10 from a folder with its binary files. Throws `missing-data` or `bad-data`, with the file. */
export async function loadCifar10Files(folder: string): Promise<ImageSet> {
  return parseCifar10(await readCifar10(folder));
}
