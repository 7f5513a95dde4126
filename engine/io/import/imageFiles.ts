import { failure, problem, type Problem, type ProblemError, problemOf } from '../../base/problem.js';
import { countClasses, imageBytes, type ImageForm } from '../../data/imageSet.js';
import {
  type DecodedImage,
  decodeImage,
  deepestValue,
  type DeepestValues,
  fittingBackground,
  imageFacts,
  imageFormat,
  MAX_IMAGE_BYTES,
  PAPER,
} from '../decodeImage.js';
import { type Annotations, annotationsIn, masksIn } from './companions.js';
import {
  type Container,
  type Contents,
  type Entry,
  fileName,
  isImageName,
  MAX_HEADS,
  type Skipped,
} from './container.js';
import {
  checkClasses,
  checkMemory,
  defineImporter,
  imageSet,
  type LabelSet,
  type ReadImages,
  type ReadOptions,
  type Recognized,
} from './define.js';
import { doubtOf, folderLabels, type Labeling, labelingOf, nameLabels } from './labels.js';
import { objectLabels } from './objectLabels.js';
import { tableLabels } from './tableLabels.js';

/** Number of files decoded concurrently: enough to keep the cores busy, few enough to bound memory. */
const AT_ONCE = 4;
const MAX_LABEL_SETS = 8;

interface Found extends Recognized {
  /** The ways to label the images, in the order of `labelSets`. */
  readonly labelings: readonly Labeling[];
  /** True if PNG images have more than 8 bits. */
  readonly deepPng: boolean;
}

/**
 * Importer of image files, with labels from their folders, like torchvision's ImageFolder, from their names, or from a
 * table beside them.
 */
export const imageFiles = defineImporter<Found>({
  name: 'Image files',
  summary:
    'one folder of images for each class, such as pets/cats and pets/dogs, or images with a number after their class in each name, such as cat_1.png, or with a table that lists names and classes',
  recognizes: async (container) => {
    const { images, unread, others, otherFiles, masks, annotations } = await listed(container);
    if (images.length === 0 && unread.size > 0) {
      throw noneReadable(unread.size, skippedOf(unread));
    }
    const all = [...images, ...unread.keys()];
    const found = (await waysToLabel(container, all, otherFiles)).map((way) => withoutUnread(way, unread));
    const labelings = found.flatMap(({ labeling }) => labeling ?? []);
    if (labelings.length === 0) {
      if (images.length === 0 || (container.chosen && !images.includes(container.chosen))) return null;
      if (annotations) throw failure('bad-data/annotations', { ...annotations });
      throw failure('bad-data/images-without-labels', { images: images.length, first: images[0]!.path });
    }
    checkClasses(labelings[0]!.classNames);
    const read = new Set(labelings.flatMap(({ tables }) => tables));
    const notes = [
      ...masks,
      ...(annotations && !read.has(annotations.first)
        ? [problem('bad-data/annotations', { ...annotations })]
        : []),
    ];
    const labelSets = found.flatMap(({ labeling, gone }) =>
      labeling ? [labelSet(labeling, gone, [...skippedOf(unread), ...others], notes)] : [],
    );
    const files = [...new Set(labelings.flatMap((one) => one.images.map(({ entry }) => entry)))];
    return { files, labelings, labelSets, form: null, ...(await suiting(container, images)) };
  },
  read: readImages,
});

/** Number of images looked at for transparency, and for their size. */
const SAMPLE = { transparency: 32, size: 16 };
const NEVER_TRANSPARENT = /\.(jpe?g|jpe|jfif|p[bgnp]m|bmp)$/i;
/** The size of larger images, in pixels, and the least that there may be. */
const [USUAL_SIDE, LEAST_SIDE] = [64, 8];

/**
 * The background that suits most of the transparent images in a sample, null if there are none, and a form: small
 * images keep their size. The sizes are those of the first images, because an archive may be read in order only.
 */
async function suiting(container: Container, images: readonly Entry[]) {
  const candidates = images.filter(({ path }) => !NEVER_TRANSPARENT.test(path));
  const step = Math.max(1, candidates.length / SAMPLE.transparency);
  const spread = Array.from(
    { length: Math.min(SAMPLE.transparency, candidates.length) },
    (_, i) => candidates[Math.floor(i * step)]!,
  );
  const sample = new Set([...images.slice(0, SAMPLE.size), ...spread]);
  let [white, black, longest, gray, deepPng] = [0, 0, 0, true, false];
  for await (const found of container.read(sample, MAX_IMAGE_BYTES)) {
    // An image that can't be decoded is skipped with its reason later.
    const facts = 'bytes' in found && (await imageFacts(found.bytes).catch(() => null));
    if (!facts) continue;
    longest = Math.max(longest, facts.longer);
    gray &&= facts.gray;
    deepPng ||= facts.deep && PNG.test(found.entry.path);
    if (NEVER_TRANSPARENT.test(found.entry.path)) continue;
    const fitting = await fittingBackground(found.bytes).catch(() => null);
    if (fitting === '#ffffff') white++;
    if (fitting === '#000000') black++;
  }
  const side = longest === 0 ? USUAL_SIDE : Math.max(LEAST_SIDE, Math.min(longest, USUAL_SIDE));
  const suited: ImageForm = { side, channels: gray && longest > 0 ? 1 : 3 };
  const background = white + black === 0 ? null : black > white ? '#000000' : '#ffffff';
  return { suited, background, deepPng };
}

const TIFF = /\.tiff?$/i;
const PNG = /\.png$/i;

/**
 * The largest values of all deep images that are wanted: a class of dark photographs must not become as bright as the
 * others. Fractions are left out, because sets mix those up to 1 and up to 255.
 */
async function deepestValues(
  container: Container,
  images: readonly Entry[],
  deepPng: boolean,
): Promise<DeepestValues> {
  const deepest = new Map<string, number>();
  const wanted = new Set(images.filter(({ path }) => TIFF.test(path) || (deepPng && PNG.test(path))));
  if (wanted.size === 0) return deepest;
  for await (const found of container.read(wanted, MAX_IMAGE_BYTES)) {
    const one = 'bytes' in found && (await deepestValue(found.bytes).catch(() => null));
    if (one) deepest.set(one[0], Math.max(one[1], deepest.get(one[0]) ?? 0));
  }
  return deepest;
}

interface Listed {
  readonly images: readonly Entry[];
  /** Images in formats that are not read, with the reasons. */
  readonly unread: ReadonlyMap<Entry, Problem>;
  /** Files that are not images, and masks of images. */
  readonly others: readonly Skipped[];
  /** A warning of masks, if there are any. */
  readonly masks: readonly Problem[];
  readonly annotations: Annotations | null;
  /** The files that are not images. */
  readonly otherFiles: readonly Entry[];
}

/** Finds the images. Files without an image's extension are images if their contents are; masks are not. */
async function listed(container: Container): Promise<Listed> {
  const images: Entry[] = [];
  const unread = new Map<Entry, Problem>();
  const others: Skipped[] = [];
  const otherFiles: Entry[] = [];
  let looked = 0;
  for (const entry of container.entries) {
    const format =
      isImageName(entry.path) || looked++ >= MAX_HEADS ? null : imageFormat(await container.head(entry));
    if (isImageName(entry.path) || format?.read) images.push(entry);
    else if (format) unread.set(entry, problem('bad-argument/image-format', { format: format.name }));
    else {
      const ending = /\.\w{1,12}$/.exec(fileName(entry))?.[0].toLowerCase() ?? '';
      otherFiles.push(entry);
      others.push({ file: entry.path, why: problem('bad-data/skipped-not-image', { ending }) });
    }
  }
  const masks = masksIn(images);
  const kept = images.filter((entry) => !masks.has(entry));
  const [mask] = masks;
  for (const { path } of masks) others.push({ file: path, why: problem('bad-data/skipped-mask', {}) });
  return {
    images: kept,
    unread,
    others,
    masks: mask ? [problem('bad-data/masks', { masks: masks.size, first: mask.path })] : [],
    annotations: await annotationsIn(container, kept, otherFiles),
    otherFiles,
  };
}

/**
 * The ways to label the images, the default first: by folders if there are several with names of classes, else by a
 * table or by the files' names. Of ways that tell the same, the one with more images counts.
 */
async function waysToLabel(
  container: Container,
  images: readonly Entry[],
  otherFiles: readonly Entry[],
): Promise<Labeling[]> {
  const folders = folderLabels(images);
  const [first] = folders;
  const objects = await objectLabels(container, images, otherFiles);
  const told = [...(await tableLabels(container, images)), objects, nameLabels(images)].flatMap(
    (way) => way ?? [],
  );
  const others = told.filter((way) => !first || !sameClasses(first, way));
  const more = others.filter((way) => first && sameClasses(way, first));
  const areClasses = first && first.classNames.length > 1 && !doubtOf(first) && more.length === 0;
  return (areClasses ? [...folders, ...others] : [...others, ...folders]).slice(0, MAX_LABEL_SETS);
}

/** True if a way labels all images of another way, and puts the same ones of these together. */
function sameClasses(one: Labeling, other: Labeling): boolean {
  const labelOf = new Map(one.images.map(({ entry, label }) => [entry, label]));
  const labels = other.images.map(({ entry }) => labelOf.get(entry));
  const pairs = new Set(other.images.map(({ label }, i) => `${labels[i]}/${label}`));
  return (
    !labels.includes(undefined) &&
    pairs.size === new Set(labels).size &&
    pairs.size === other.classNames.length
  );
}

/** A way to label the images that can be read, and the classes that have none. */
function withoutUnread(way: Labeling, unread: Listed['unread']) {
  if (unread.size === 0) return { labeling: way, gone: [] };
  const files = way.images.filter(({ entry }) => !unread.has(entry));
  const paths = new Set([...unread.keys()].map(({ path }) => path));
  const passedOver = way.passedOver.filter(({ file }) => !paths.has(file));
  const found = labelingOf(way.name, files, passedOver, way.tables, way.notes);
  const labeling = found && { ...found, ...(way.doubt && { doubt: way.doubt }) };
  return { labeling, gone: way.classNames.filter((name) => !labeling?.classNames.includes(name)) };
}

function labelSet(
  labeling: Labeling,
  gone: readonly string[],
  others: readonly Skipped[],
  found: readonly Problem[],
): LabelSet {
  const { name, images, classNames, passedOver, tables } = labeling;
  const labels = images.map(({ label }) => label);
  const trainCount = trainCountOf(labeling);
  const unlike = doubtOf(labeling);
  // Images without classes beside masks or annotations are a set for another task.
  const otherTask = unlike || classNames.length === 1 ? (found.at(-1) ?? unlike) : null;
  const doubt = severalLabels(labeling) ?? otherTask;
  const notes: Problem[] = found.filter((one) => one !== doubt).concat(labeling.notes);
  if (gone.length > 0) notes.push(problem('bad-data/classes-unreadable', { classes: gone }));
  const [first] = passedOver;
  if (first) {
    notes.push(problem('bad-data/images-unlabeled', { images: passedOver.length, first: first.file }));
  }
  return {
    name,
    classes: countClasses(labels, trainCount, (label) => classNames[label]!),
    doubt,
    passedOver: [...passedOver, ...others.filter(({ file }) => !tables.includes(file))],
    notes,
  };
}

/** A larger share of images with several labels is no oversight. */
const MAX_SEVERAL = 0.05;

/** The problem of images with several labels, such as of the objects in them; null for few. */
function severalLabels({ images, passedOver }: Labeling): Problem | null {
  const several = passedOver.filter(({ why }) => why.code === 'bad-data/skipped-two-labels');
  const labeled = images.length + several.length;
  return several.length > MAX_SEVERAL * labeled
    ? problem('bad-data/images-several-labels', {
        images: several.length,
        labeled,
        first: several[0]!.file,
      })
    : null;
}

const skippedOf = (unread: Listed['unread']): Skipped[] =>
  [...unread].map(([{ path }, why]) => ({ file: path, why }));

const trainCountOf = ({ images }: Labeling) => images.filter(({ test }) => !test).length;

/** Decodes the images at the requested size and skips those that can't be decoded. */
async function readImages(container: Container, found: Found, options: ReadOptions): Promise<ReadImages> {
  const labeling = found.labelings[options.labelSet]!;
  const { images: wanted, classNames } = labeling;
  checkClasses(classNames);
  checkMemory(wanted.length, options);
  const size = imageBytes(options);
  const images = new Uint8Array(wanted.length * size);
  const decoded = new Uint8Array(wanted.length);
  const skipped: Skipped[] = [];
  const background = options.background ?? found.background ?? PAPER;
  const deepest = await deepestValues(
    container,
    wanted.map(({ entry }) => entry),
    found.deepPng,
  );
  let transparent = 0;
  const places = new Map(wanted.map(({ entry }, place) => [entry, place]));
  await decodeAll(
    container.read(new Set(places.keys()), MAX_IMAGE_BYTES),
    wanted.length,
    { ...options, background, deepest },
    {
      add: (entry, { pixels, transparent: shows }) => {
        if (shows) transparent++;
        const place = places.get(entry)!;
        channelsFirst(pixels, options.channels, images.subarray(place * size, (place + 1) * size));
        decoded[place] = 1;
      },
      skip: (entry, why) => skipped.push({ file: entry.path, why }),
    },
  );

  const kept = [...decoded.keys()].filter((place) => decoded[place] === 1);
  if (kept.length === 0) throw noneReadable(wanted.length, skipped);
  kept.forEach((from, to) => images.copyWithin(to * size, from * size, (from + 1) * size));
  const set = imageSet(
    images.subarray(0, kept.length * size),
    kept.map((place) => wanted[place]!.label),
    kept.filter((place) => place < trainCountOf(labeling)).length,
    (label) => classNames[label]!,
    options,
  );
  if (set.trainCount === 0) throw failure('bad-data/no-training-image-readable', {});
  const gone = classNames.filter((name) => !set.classNames.includes(name));
  const notes: Problem[] = [];
  if (gone.length > 0) notes.push(problem('bad-data/classes-unreadable', { classes: gone }));
  if (transparent === 0) return { set, skipped, notes };
  notes.push(problem('bad-data/images-transparent', { images: transparent, background }));
  return { set: { ...set, background }, skipped, notes };
}

function noneReadable(images: number, skipped: readonly Skipped[]): ProblemError {
  const first = skipped.find(({ why }) => why.code !== 'bad-data/skipped-not-image');
  return failure('bad-data/no-image-readable', {
    images,
    first: first ? { ...first.why, where: { kind: 'file', path: first.file } } : null,
  });
}

interface Sink {
  readonly add: (entry: Entry, image: DecodedImage) => void;
  readonly skip: (entry: Entry, why: Problem) => void;
}

type Decoding = ReadOptions & { readonly background: string; readonly deepest: DeepestValues };

async function decodeAll(
  contents: AsyncGenerator<Contents>,
  total: number,
  { side, channels, fit, background, deepest, signal, progress }: Decoding,
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
        await decodeImage(bytes, { height: side, width: side, channels, fit, background, deepest }).then(
          (image) => add(entry, image),
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
