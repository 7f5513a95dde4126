import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { cifar10 } from './loom.js';

/** Writes image `index` of CIFAR-10's test set as a PNG file; returns its path. */
export async function saveTestImage(folder: string, index: number): Promise<string> {
  const record = readFileSync(join(cifar10, 'test_batch.bin')).subarray(index * 3073 + 1, (index + 1) * 3073);
  const pixels = Uint8Array.from({ length: 3072 }, (_, i) => record[(i % 3) * 1024 + Math.floor(i / 3)]!);
  const path = join(folder, `${index}.png`);
  await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}
