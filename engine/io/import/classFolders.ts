import { countClasses, imageBytes } from '../../data/imageSet.js';
import { failure, problemOf, type ProblemError, type Problem } from '../../base/problem.js';
import { decodeImage, MAX_IMAGE_BYTES } from '../decodeImage.js';
import type { Container, Contents, Entry, Skipped } from './container.js';
import { defineImporter, type ReadImages, type ReadOptions, type Recognized } from './define.js';
import { imageFiles } from './imageFiles.js';
import { layoutOf, type FolderLayout } from './folderLayout.js';
import { checkClasses, checkMemory, imageSet } from './labels.js';

/** Number of files decoded concurrently: enough to keep the cores busy, few enough to bound memory. */
const AT_ONCE = 4;

type Folders = Recognized & FolderLayout;

/** Importer of one folder of images per class, like torchvision's ImageFolder. */
export const classFolders = defineImporter<Folders>({
  name: 'Folders of images',
  summary: 'one folder of images for each class, such as pets/cats and pets/dogs',
  recognizes: async (container) => {
    const { images: pictures, passedOver, unread } = await imageFiles(container);
    if (pictures.length === 0 && unread > 0) throw noneReadable(unread, passedOver);
    const found = layoutOf(pictures);
    if (!found) return null;
    const { images, trainCount, classNames } = found;
    checkClasses(classNames);
    const labels = images.map(({ label }) => label);
    const classes = countClasses(labels, trainCount, (label) => classNames[label]!);
    const files = images.map(({ entry }) => entry);
    const labelSets = [{ name: 'Folders', classes }];
    return { ...found, passedOver: [...passedOver, ...found.passedOver], files, labelSets, form: null };
  },
  read: readFolders,
});

/** Decodes the images at the requested size and skips those that can't be decoded. */
async function readFolders(container: Container, found: Folders, options: ReadOptions): Promise<ReadImages> {
  const { images: wanted, classNames } = found;
  checkMemory(wanted.length, options);
  const size = imageBytes(options);
  const images = new Uint8Array(wanted.length * size);
  const decoded = new Uint8Array(wanted.length);
  const skipped: Skipped[] = [];
  const places = new Map(wanted.map(({ entry }, place) => [entry, place]));
  await decodeAll(container.read(new Set(places.keys()), MAX_IMAGE_BYTES), wanted.length, options, {
    add: (entry, pixels) => {
      const place = places.get(entry)!;
      channelsFirst(pixels, options.channels, images.subarray(place * size, (place + 1) * size));
      decoded[place] = 1;
    },
    skip: (entry, why) => skipped.push({ file: entry.path, why }),
  });

  const kept = [...decoded.keys()].filter((place) => decoded[place] === 1);
  if (kept.length === 0) throw noneReadable(wanted.length, skipped);
  kept.forEach((from, to) => images.copyWithin(to * size, from * size, (from + 1) * size));
  const set = imageSet(
    images.subarray(0, kept.length * size),
    kept.map((place) => wanted[place]!.label),
    kept.filter((place) => place < found.trainCount).length,
    (label) => classNames[label]!,
    options,
  );
  if (set.trainCount === 0) throw failure('bad-data/no-training-image-readable', {});
  return { set, skipped };
}

function noneReadable(images: number, skipped: readonly Skipped[]): ProblemError {
  const first = skipped.find(({ why }) => why.code !== 'bad-data/skipped-not-image');
  return failure('bad-data/no-image-readable', {
    images,
    first: first ? { ...first.why, where: { kind: 'file', path: first.file } } : null,
  });
}

interface Sink {
  readonly add: (entry: Entry, pixels: Uint8Array) => void;
  readonly skip: (entry: Entry, why: Problem) => void;
}

async function decodeAll(
  contents: AsyncGenerator<Contents>,
  total: number,
  { side, channels, fit, signal, progress }: ReadOptions,
  { add, skip }: Sink,
): Promise<void> {
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = await contents.next(); !next.done; next = await contents.next()) {
      const found = next.value;
      if (signal.aborted) throw failure('interrupted/canceled', { what: 'import' });
      if ('problem' in found) skip(found.entry, found.problem);
      else {
        const { entry, bytes } = found;
        await decodeImage(bytes, { height: side, width: side, channels, fit }).then(
          (pixels) => add(entry, pixels),
          (error: unknown) => skip(entry, problemOf(error)),
        );
      }
      progress(++done, total);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await contents.return(undefined);
  }
}

function channelsFirst(pixels: Uint8Array, channels: number, out: Uint8Array): void {
  const plane = pixels.length / channels;
  for (let p = 0; p < plane; p++) {
    for (let c = 0; c < channels; c++) out[c * plane + p] = pixels[p * channels + c]!;
  }
}
