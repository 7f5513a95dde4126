import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure, invariant } from '../base/problem.js';
import { CIFAR10_FILE_BYTES, CIFAR10_FILES, parseCifar10 } from '../data/cifar10.js';
import { type ImageSet, STORED_FILES, storedRecord, storedSet } from '../data/imageSet.js';
import type { JobEnvironment } from '../jobs/environment.js';
import type { ImageDataSpec } from '../project/schema.js';
import { atomicWrite, makeDataFolder, readBounded } from './files.js';

/** The binary version on its author's server, see https://www.cs.toronto.edu/~kriz/cifar.html */
const CIFAR10_URL = 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz';

/** The places of data sets. */
export interface DataPlaces {
  /** The folder with prepared data sets. */
  readonly folder: string;
  /** The address of CIFAR-10's archive. */
  readonly cifar10Url: string;
}

/** A checkout's own data sets and CIFAR-10's author, unless environment variables name others. */
export function dataPlaces(env: Readonly<Record<string, string | undefined>>): DataPlaces {
  return {
    folder:
      env['LAYERLOOM_DATA_DIR'] ?? resolve(fileURLToPath(new URL('../../../assets/data', import.meta.url))),
    cifar10Url: env['LAYERLOOM_CIFAR10_URL'] ?? CIFAR10_URL,
  };
}

/** The folder of CIFAR-10, which may not exist yet. */
export const cifar10Folder = ({ folder }: DataPlaces): string => resolve(folder, 'cifar-10');

/** Loads the images of a source. Throws `missing-data` or `bad-data`, with the file. */
export const imageLoader =
  (places: DataPlaces): JobEnvironment['loadImages'] =>
  (source) =>
    source.kind === 'cifar10' ? loadCifar10(cifar10Folder(places)) : loadOwnImages(places.folder, source);

const MAX_CIFAR10_BYTES = 64 * 2 ** 20;

/** One of the six files with its contents. */
export type Cifar10File = (typeof CIFAR10_FILES)[number] & { readonly bytes: Uint8Array };

/** The file that records the sizes and times of verified files. */
const notePath = (folder: string) => join(folder, 'verified.json');

/**
 * True if the files are unchanged since they were last verified, judged by their sizes and times, as make does. Hashing
 * 184 MB would take longer than everything else before the first step.
 */
export async function isCifar10Verified(folder: string): Promise<boolean> {
  return isNoted(folder, await sizesAndTimes(folder));
}

async function isNoted(folder: string, facts: string): Promise<boolean> {
  return (await readFile(notePath(folder), 'utf8').catch(() => null)) === facts;
}

/**
 * Reads the six files of CIFAR-10 and verifies their SHA-256, unless they are unchanged since an earlier check.
 *
 * @returns the concatenated files
 * @throws `missing-data` if one can't be read, `bad-data` if one differs from the published file
 */
export async function readCifar10(folder: string): Promise<Uint8Array> {
  const before = await sizesAndTimes(folder);
  const known = await isNoted(folder, before);
  const whole = new Uint8Array(CIFAR10_FILES.length * CIFAR10_FILE_BYTES);
  const placeOf = (i: number) => whole.subarray(i * CIFAR10_FILE_BYTES, (i + 1) * CIFAR10_FILE_BYTES);
  const files = await Promise.all(CIFAR10_FILES.map((file, i) => readOne(folder, file, placeOf(i))));
  for (const file of files) {
    if (!known || file.bytes.length !== CIFAR10_FILE_BYTES) refuseOther(folder, file);
  }
  // The folder may be read-only, like an installed one. The files are then hashed every time.
  if (!known) await atomicWrite(notePath(folder), before).catch(() => undefined);
  return whole;
}

/** Loads CIFAR-10 from a folder with its binary files. Throws as `readCifar10` does. */
export async function loadCifar10(folder: string): Promise<ImageSet> {
  return parseCifar10(await readCifar10(folder));
}

/** Reads one of the six files. Throws as `readCifar10` does. */
export async function readCifar10File(folder: string, name: string): Promise<Uint8Array> {
  const wanted = CIFAR10_FILES.find((file) => file.name === name);
  invariant(wanted, `CIFAR-10 has no file ${name}`);
  const file = await readOne(folder, wanted);
  if (!(await isCifar10Verified(folder))) refuseOther(folder, file);
  return file.bytes;
}

async function readOne(
  folder: string,
  file: (typeof CIFAR10_FILES)[number],
  into?: Uint8Array,
): Promise<Cifar10File> {
  const path = join(folder, file.name);
  try {
    return { ...file, bytes: await readBounded(path, MAX_CIFAR10_BYTES, into) };
  } catch (cause) {
    throw failure('missing-data/cifar10', {}, { where: { kind: 'file', path }, cause });
  }
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** True if a file has the SHA-256 of the published one. */
export const isOfficial = ({ sha256, bytes }: Cifar10File): boolean => sha256Of(bytes) === sha256;

function refuseOther(folder: string, file: Cifar10File): void {
  if (isOfficial(file)) return;
  const { name, sha256, bytes } = file;
  const expected = { bytes: CIFAR10_FILE_BYTES, sha256 };
  const found = { bytes: bytes.length, sha256: sha256Of(bytes) };
  throw failure(
    'bad-data/cifar10-file',
    { expected, found },
    { where: { kind: 'file', path: join(folder, name) } },
  );
}

async function sizesAndTimes(folder: string): Promise<string> {
  const facts = CIFAR10_FILES.map(async ({ name }) => {
    const found = await stat(join(folder, name)).catch(() => null);
    return found ? [name, found.size, found.mtimeMs] : [name, null];
  });
  return JSON.stringify(await Promise.all(facts));
}

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
