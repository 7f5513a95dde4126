import sharp from 'sharp';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Importer, ReadImages, ReadOptions } from '../io/import/define.js';
import { type Container, type Entry, HEAD_BYTES } from '../io/import/container.js';
import { openImport } from '../io/import/index.js';
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../io/import/zip.js';
import { cifar10 } from './loom.js';

/** Default import options of tests. */
export const READ_OPTIONS: ReadOptions = {
  side: 16,
  channels: 3,
  labelSet: 0,
  fit: 'crop',
  background: null,
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** Imports the file or folder at `path`; returns the images and the skipped entries. */
export async function importFrom(path: string, options: ReadOptions = READ_OPTIONS): Promise<ReadImages> {
  const { read, recognized, container } = await openImport(path);
  const { set, skipped, notes = [] } = await read(options);
  await container.close();
  return {
    set,
    skipped: [
      ...container.skipped,
      ...(recognized.labelSets[options.labelSet]?.passedOver ?? []),
      ...skipped,
    ],
    notes,
  };
}

/** Lets an importer match and read files in memory; null when it does not recognize them. */
export async function readFiles(
  importer: Importer,
  files: Readonly<Record<string, Uint8Array>>,
  labelSet = 0,
) {
  const match = await importer.match(memoryContainer(files));
  return match && { ...match, set: (await match.read({ ...READ_OPTIONS, labelSet })).set };
}

/** A container's entries in base64, by path; for unreadable ones, the problem's code. */
export async function contentsOf(container: Container, maxBytes: number): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const one of container.read(new Set(container.entries), maxBytes)) {
    found[one.entry.path] = 'bytes' in one ? Buffer.from(one.bytes).toString('base64') : one.problem.code;
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

/** A container whose files are in memory. */
export function memoryContainer(files: Readonly<Record<string, Uint8Array>>): Container {
  const entries = Object.entries(files).map(([path, { length }]) => ({ path, size: length }));
  return {
    name: 'memory',
    entries,
    skipped: [],
    head: ({ path }) => Promise.resolve(files[path]!.subarray(0, HEAD_BYTES)),
    read: async function* (wanted: ReadonlySet<Entry>) {
      for (const entry of entries) {
        if (wanted.has(entry)) yield await Promise.resolve({ entry, bytes: files[entry.path]! });
      }
    },
    close: () => Promise.resolve(),
  };
}

/** An entry of an archive that a test creates; its metadata may be false. */
interface MadeEntry {
  /** Its name; bytes do not declare their encoding. */
  readonly path: string | Uint8Array;
  readonly bytes: Uint8Array | string;
  /** Marks the entry as encrypted. */
  readonly encrypted?: boolean;
  /** Its Unix mode, such as that of a link. */
  readonly mode?: number;
  /** The unpacked size that the archive declares. */
  readonly declared?: number;
  readonly method?: number;
  /** The type in a tar archive. */
  readonly type?: string;
}

const bytesOf = (contents: Uint8Array | string) => Buffer.from(contents as string);

/** A zip archive. */
export function zipOf(entries: readonly MadeEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, bytes, encrypted = false, mode = 0, declared, method = 8 } of entries) {
    const data = bytesOf(bytes);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = bytesOf(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt8(3, 5);
    record.writeUInt16LE((typeof path === 'string' ? 0x800 : 0) | (encrypted ? 1 : 0), 8);
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(crc32(data), 16);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(declared ?? data.length, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt16LE(mode, 40);
    record.writeUInt32LE(at, 42);
    directory.push(record, name);
    parts.push(local, name, packed);
    at += local.length + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A tar archive. */
export function tarOf(entries: readonly MadeEntry[]): Buffer {
  const parts = entries.flatMap(({ path, bytes, type = '0', declared }) => {
    // Only files have contents.
    const data = bytesOf(type === '0' ? bytes : '');
    const header = Buffer.alloc(512);
    header.set(bytesOf(path).subarray(0, 100));
    header.write(`${(declared ?? data.length).toString(8).padStart(11, '0')} `, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

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
