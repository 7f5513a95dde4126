import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { Importer, ReadImages, ReadOptions } from '../io/import/define.js';
import type { Container } from '../io/import/container.js';
import { openImport } from '../io/import/index.js';
import { memoryContainer } from './memoryContainer.js';

/** Default import options of tests. */
export const READ_OPTIONS: ReadOptions = {
  side: 16,
  channels: 3,
  labelling: 0,
  fit: 'crop',
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** Imports the file or folder at `path`; returns the images and the skipped entries. */
export async function importFrom(path: string, options: ReadOptions = READ_OPTIONS): Promise<ReadImages> {
  const { read, container } = await openImport(path);
  const { set, skipped } = await read(options);
  await container.close();
  return { set, skipped: [...container.skipped, ...skipped] };
}

/** Lets an importer match and read files in memory; null when it does not recognize them. */
export async function readFiles(
  importer: Importer,
  files: Readonly<Record<string, Uint8Array>>,
  labelling = 0,
) {
  const match = await importer.match(memoryContainer(files));
  return match && { ...match, set: (await match.read({ ...READ_OPTIONS, labelling })).set };
}

/** A container's entries in base64, by path; for unreadable ones, the reason. */
export async function contentsOf(container: Container, maxBytes: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const one of container.read(new Set(container.entries), maxBytes)) {
    found[one.entry.path] = 'bytes' in one ? Buffer.from(one.bytes).toString('base64') : one.problem;
  }
  await container.close();
  return found;
}

/** Writes an image with a left and a right color, in the format of its extension. */
export async function writePicture(path: string, left: string, right = left, width = 40, height = 20) {
  mkdirSync(dirname(path), { recursive: true });
  const half = { width: Math.floor(width / 2), height, channels: 3 as const };
  const tile = await sharp({ create: { ...half, background: right } })
    .png()
    .toBuffer();
  await sharp({ create: { width, height, channels: 3, background: left } })
    .composite([{ input: tile, left: width - half.width, top: 0 }])
    .toFile(path);
}
