import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { Importer, ReadImages, ReadOptions } from '../io/import/define.js';
import type { Container } from '../io/import/container.js';
import { openImport } from '../io/import/index.js';
import { memoryContainer } from './memoryContainer.js';

/** How images are brought in unless a test says otherwise. */
export const READ_OPTIONS: ReadOptions = {
  side: 16,
  channels: 3,
  labelling: 0,
  fit: 'crop',
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** Brings in what lies at `path`, with everything that was passed over. */
export async function importFrom(path: string, options: ReadOptions = READ_OPTIONS): Promise<ReadImages> {
  const { read, container } = await openImport(path);
  const { set, skipped } = await read(options);
  await container.close();
  return { set, skipped: [...container.skipped, ...skipped] };
}

/** Has an importer look at files in memory and read them; null when they are none of its kind. */
export async function readFiles(
  importer: Importer,
  files: Readonly<Record<string, Uint8Array>>,
  labelling = 0,
) {
  const match = await importer.match(memoryContainer(files));
  return match && { ...match, set: (await match.read({ ...READ_OPTIONS, labelling })).set };
}

/** What a container holds, in base64 by path; for what cannot be read, why. */
export async function contentsOf(container: Container, maxBytes: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const one of container.read(new Set(container.entries), maxBytes)) {
    found[one.entry.path] = 'bytes' in one ? Buffer.from(one.bytes).toString('base64') : one.problem;
  }
  await container.close();
  return found;
}

/** Writes a picture whose halves have a colour each, in the format of its ending. */
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
