import { lstat, readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { imageBytes, type ImageSet } from '../data/imageSet.js';
import { LoomError } from '../errors.js';
import { decodeImage, MAX_IMAGE_BYTES, type Fit } from './decodeImage.js';
import { MAX_SET_BYTES } from './ownImages.js';
import { readBounded } from './readBounded.js';

/** How a folder of class folders is brought in. */
export interface ImportOptions {
  /** Pixels of the images' width and height. */
  readonly side: number;
  readonly fit: Fit;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** What a folder gave. */
export interface ImportedFolder {
  readonly set: ImageSet;
  /** Files that were passed over, and why. */
  readonly skipped: readonly { readonly file: string; readonly why: string }[];
}

const EXTENSIONS = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.avif']);
const MAX_CLASSES = 255;
/** Files decoded at a time: enough to keep the cores busy, few enough to bound memory. */
const AT_ONCE = 4;

/**
 * Reads a folder that holds a folder of images for each class, as ImageFolder of torchvision has it.
 * Links, hidden files and files that cannot be decoded are passed over; nothing outside the folder is read.
 * @throws LoomError `bad-data` when it has no such folders or images, `interrupted` when cancelled
 */
export async function importFolder(folder: string, options: ImportOptions): Promise<ImportedFolder> {
  const { side, fit, signal, progress } = options;
  const classes = await classFolders(folder);
  const files = (
    await Promise.all(
      classes.map(async (name, label) =>
        (await imageFiles(join(folder, name))).map((path) => ({ path, label })),
      ),
    )
  ).flat();
  if (files.length === 0) throw noImages(folder);
  const form = { channels: 3, side } as const;
  const size = imageBytes(form);
  if (files.length * size > MAX_SET_BYTES) {
    const most = Math.floor(MAX_SET_BYTES / size).toLocaleString('en-US');
    throw new LoomError(
      'bad-data',
      `${files.length} images of ${side}×${side} do not fit into 1 GiB; at this size there may be ${most}. Choose a smaller size`,
      { where: folder },
    );
  }

  const images = new Uint8Array(files.length * size);
  const decoded = new Uint8Array(files.length);
  const skipped: { file: string; why: string }[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      if (signal.aborted) throw new LoomError('interrupted', 'the import was cancelled; nothing was kept');
      const { path } = files[i]!;
      try {
        const bytes = await readBounded(path, MAX_IMAGE_BYTES);
        const pixels = await decodeImage(bytes, { name: path, height: side, width: side, channels: 3, fit });
        channelsFirst(pixels, images.subarray(i * size, (i + 1) * size));
        decoded[i] = 1;
      } catch (problem) {
        skipped.push({ file: path.slice(folder.length + 1), why: (problem as Error).message });
      }
      progress(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { set: compacted(images, size, decoded, files, classes, side, folder), skipped };
}

/** Leaves out what could not be decoded, and classes of which nothing is left. */
function compacted(
  images: Uint8Array,
  size: number,
  decoded: Uint8Array,
  files: readonly { readonly label: number }[],
  classes: readonly string[],
  side: number,
  folder: string,
): ImageSet {
  const kept = files.flatMap(({ label }, i) => (decoded[i] === 1 ? [{ i, label }] : []));
  if (kept.length === 0) throw noImages(folder);
  kept.forEach(({ i }, to) => images.copyWithin(to * size, i * size, (i + 1) * size));
  const present = classes.map((_, label) => kept.some((one) => one.label === label));
  const classNames = classes.filter((_, label) => present[label]);
  const labels = Uint8Array.from(kept, ({ label }) => classNames.indexOf(classes[label]!));
  return {
    images: images.subarray(0, kept.length * size),
    labels,
    trainCount: kept.length,
    classNames,
    side,
    channels: 3,
  };
}

async function classFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new LoomError('io', `${basename(folder)} cannot be read: ${(cause as Error).message}`, {
      where: folder,
      cause,
    });
  });
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  if (names.length === 0) {
    throw new LoomError(
      'bad-data',
      `${basename(folder)} holds no folders; it should hold one folder of images for each class, such as cats and dogs`,
      { where: folder },
    );
  }
  if (names.length > MAX_CLASSES) {
    throw new LoomError(
      'bad-data',
      `${basename(folder)} holds ${names.length} folders; at most ${MAX_CLASSES} classes are possible`,
      {
        where: folder,
      },
    );
  }
  return names.sort();
}

async function imageFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names
    .filter((name) => !name.startsWith('.') && EXTENSIONS.has(extname(name).toLowerCase()))
    .sort()
    .map((name) => join(folder, name));
  const stats = await Promise.all(paths.map((path) => lstat(path).catch(() => null)));
  return paths.filter((_, i) => stats[i]?.isFile());
}

function channelsFirst(pixels: Uint8Array, out: Uint8Array): void {
  const plane = pixels.length / 3;
  for (let p = 0; p < plane; p++) {
    for (let c = 0; c < 3; c++) out[c * plane + p] = pixels[p * 3 + c]!;
  }
}

function noImages(folder: string): LoomError {
  return new LoomError(
    'bad-data',
    `no folder in ${basename(folder)} holds an image that can be read; PNG, JPEG, WebP, GIF, TIFF and AVIF can`,
    { where: folder },
  );
}
