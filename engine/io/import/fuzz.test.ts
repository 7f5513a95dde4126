import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProblemError } from '../../base/problem.js';
import { memoryContainer, READ_OPTIONS } from '../../testing/imports.js';
import fixtures from './__fixtures__/archives.json' with { type: 'json' };
import { decodePnm } from '../pnm.js';
import { cifar10, cifar100 } from './cifar.js';
import type { ContainerKind } from './container.js';
import type { Importer } from './define.js';
import { idx } from './idx.js';
import { tar } from './tar.js';
import { zip } from './zip.js';

/** More than 10,000 in total. */
const RUNS = { archives: 1000, dataFiles: 2000 };
const MAX_BYTES = 2 ** 20;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Copies of some files with changed bytes, runs of extreme bytes, or a truncated end. */
function damaged(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc.constantFrom(Uint8Array.of(255, 255, 255, 255), new Uint8Array(8), new Uint8Array(8).fill(255)),
    ),
  });
  const keep = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true }));
  return fc
    .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }), keep)
    .map(([file, changes, kept]) => {
      const bytes = file.slice(0, Math.ceil(file.length * kept));
      for (const { at, bytes: new_ } of changes) {
        const from = Math.floor(at * Math.max(bytes.length - new_.length, 0));
        bytes.set(new_.subarray(0, bytes.length), from);
      }
      return bytes;
    });
}

/** Runs `work`, which may throw only a ProblemError. */
async function allowProblems(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof ProblemError)) throw problem;
  }
}

const archives = Object.entries(fixtures.archives).map(([name, text]) => ({
  name,
  bytes: new Uint8Array(Buffer.from(text, 'base64')),
}));

it.each<[string, ContainerKind]>([
  ['.zip', zip],
  ['.tar', tar],
  ['gz', tar],
])('%s: any damage yields files or a problem', async (ending, kind) => {
  const files = archives.filter(({ name }) => name.endsWith(ending)).map(({ bytes }) => bytes);
  const path = join(folder, `damaged${ending}`);
  await fc.assert(
    fc.asyncProperty(damaged(files), async (bytes) => {
      writeFileSync(path, bytes);
      await allowProblems(async () => {
        const container = await kind.open(path);
        try {
          for (const { path: inside } of container.entries)
            expect(inside).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
          for (const entry of container.entries) {
            expect((await container.head(entry)).length).toBeLessThanOrEqual(512);
          }
          for await (const found of container.read(new Set(container.entries), MAX_BYTES)) {
            if ('bytes' in found) expect(found.bytes.length).toBeLessThanOrEqual(MAX_BYTES);
          }
        } finally {
          await container.close();
        }
      });
    }),
    { numRuns: RUNS.archives },
  );
});

const header = (...words: readonly number[]) => {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, i) => bytes.writeUInt32BE(word, i * 4));
  return bytes;
};
const pictures = Buffer.concat([header(0x803, 3, 8, 8), Buffer.alloc(3 * 64, 7)]);
const answers = Buffer.concat([header(0x801, 3), Buffer.of(0, 1, 1)]);
const pickled = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));
const records = (labels: number) => Buffer.alloc(2 * (labels + 3072), 3);

it.each<[string, Importer, (bytes: Uint8Array) => Record<string, Uint8Array>, Uint8Array]>([
  ['IDX images', idx, (bytes) => ({ a: bytes, b: answers }), pictures],
  ['IDX labels', idx, (bytes) => ({ a: pictures, b: bytes }), answers],
  ['CIFAR-10', cifar10, (bytes) => ({ 'data_batch_1.bin': bytes }), records(1)],
  [
    'CIFAR-10 for Python',
    cifar10,
    (bytes) => ({ data_batch_1: bytes }),
    pickled('cifar-10-batches-py/test_batch'),
  ],
  ['CIFAR-100 for Python', cifar100, (bytes) => ({ train: bytes }), pickled('cifar-100-python/train')],
  ['CIFAR-100', cifar100, (bytes) => ({ 'train.bin': bytes }), records(2)],
])('%s: any damage yields a consistent set or a problem', async (_, importer, files, whole) => {
  await fc.assert(
    fc.asyncProperty(damaged([whole]), (bytes) =>
      allowProblems(async () => {
        const match = await importer.match(memoryContainer(files(bytes)));
        if (!match) return;
        const { set } = await match.read(READ_OPTIONS);
        const { channels, side, labels, classNames } = set;
        expect(set.images.length).toBe(labels.length * channels * side * side);
        expect(labels.every((label) => label < classNames.length)).toBe(true);
      }),
    ),
    { numRuns: RUNS.dataFiles },
  );
});

const pnm = [
  'P1\n2 2\n10\n01',
  'P3\n1 2\n255\n1 2 3 4 5 6',
  'P4\n9 2\n\x80\x40\x01\x02',
  'P6\n2 1\n700\n123456789012',
];

it('portable images: any damage yields their pixels or a problem', () => {
  const files = pnm.map((text) => Buffer.from(text, 'latin1'));
  fc.assert(
    fc.property(damaged(files), (bytes) => {
      try {
        const { width, height, channels, pixels } = decodePnm(bytes);
        expect(pixels.length).toBe(width * height * channels);
      } catch (problem) {
        if (!(problem instanceof ProblemError)) throw problem;
      }
    }),
    { numRuns: RUNS.dataFiles },
  );
});
