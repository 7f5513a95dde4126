import { type Container, type Entry, fileName } from './container.js';
import { splitOf, withoutEnding } from './labels.js';

/** Folders of masks, if what lies beside them are images. */
const MASKS =
  /^((images?|imgs?|seg|segmentation|label)?[ _-]?masks?|trimaps?|seg|segmentations?|Segmentation(Class|Object)|ground[ _-]?truths?|gt|annotations?|labels?)$/i;
const IMAGES =
  /^((orig(inal)?|raw|rgb|jpe?g|png|input)?[ _-]?(images?|imgs?|pictures|photos)|inputs?|jpe?g|png)$/i;
/** The end of a mask's name, after the name of its image. */
const MASK_NAME = /^(?<image>.+)[ _-](mask|seg|segmentation|gt)([ _-]?\d+)?$/i;

/**
 * The images that are masks of others: in a folder such as `masks` beside `images` or beside splits, or with a name
 * such as `0_mask.png` beside `0.png`. A class of masks, beside other classes, is none.
 */
export function masksIn(images: readonly Entry[]): ReadonlySet<Entry> {
  const folders = new Map<string, Set<string>>();
  const stems = new Set<string>();
  for (const { path } of images) {
    stems.add(withoutEnding(path));
    const parts = path.split('/');
    parts.slice(0, -1).forEach((name, depth) => {
      const inside = parts.slice(0, depth).join('/');
      folders.set(inside, (folders.get(inside) ?? new Set()).add(name));
    });
  }
  const holdsImages = new Set(images.map(({ path }) => path.split('/').slice(0, -1).join('/')));
  const isMaskFolder = (inside: string, name: string): boolean => {
    if (!MASKS.test(name)) return false;
    const others = [...folders.get(inside)!].filter((one) => !MASKS.test(one));
    return others.length === 0
      ? holdsImages.has(inside)
      : others.every((one) => IMAGES.test(one) || splitOf(one) !== null);
  };
  const isMask = ({ path }: Entry): boolean => {
    const image = MASK_NAME.exec(withoutEnding(path))?.groups?.['image'];
    if (image !== undefined && stems.has(image)) return true;
    const parts = path.split('/');
    return parts.slice(0, -1).some((name, depth) => isMaskFolder(parts.slice(0, depth).join('/'), name));
  };
  return new Set(images.filter(isMask));
}

/** Annotations of what is where in images, which do not give an image a class. */
export interface Annotations {
  readonly format: string;
  readonly files: number;
  readonly first: string;
}

/** An annotation of one image. */
interface AnnotationFile {
  readonly entry: Entry;
  readonly image: Entry;
}

/** A format with a file for each image, of the same name: how such a file begins, and the classes of its objects. */
interface Format {
  readonly format: string;
  readonly ending: RegExp;
  readonly begins: RegExp;
  readonly objects: (text: string) => readonly string[];
}

const BESIDE_EACH: readonly Format[] = [
  {
    format: 'YOLO',
    ending: /\.txt$/i,
    begins: /^\s*\d+(\s+-?\d*\.?\d+(e-?\d+)?){4}/i,
    objects: (text) => text.split('\n').flatMap((line) => /^\s*(\d+)\s/.exec(line)?.[1] ?? []),
  },
  {
    format: 'Pascal VOC',
    ending: /\.xml$/i,
    begins: /^\s*(<\?xml[^]*?\?>\s*)?<annotation/i,
    objects: (text) =>
      text
        .split('<object>')
        .slice(1)
        .flatMap((object) => /<name>\s*([^<]*?)\s*<\/name>/.exec(object)?.[1] ?? []),
  },
  {
    format: 'LabelMe',
    ending: /\.json$/i,
    begins: /^\s*\{[^]*"(version|shapes|flags)"/,
    objects: (text) => Array.from(text.matchAll(/"label"\s*:\s*"((?:[^"\\]|\\.)*)"/g), ([, label]) => label!),
  },
];
const COCO = /(^|[._-])(coco|instances|annotations?)([._-][^/]*)?\.json$/i;

/** Folders that hold images or their annotations, and tell nothing else. */
const HOLDERS = /^(images?|imgs?|jpegimages|labels?|annotations?|xmls?|ann)$/i;

/** A path without its ending and the folders that hold images or annotations: the same for both. */
const placeOf = (path: string) =>
  withoutEnding(path)
    .split('/')
    .filter((part, i, all) => i === all.length - 1 || !HOLDERS.test(part))
    .join('/');

/** The annotations with a file for each image; null if there are none for at least half of the images. */
export async function annotationsOfEach(
  container: Container,
  images: readonly Entry[],
  others: readonly Entry[],
): Promise<(Format & { readonly files: readonly AnnotationFile[] }) | null> {
  const byPlace = new Map(images.map((entry) => [placeOf(entry.path), entry]));
  const byName = new Map(images.map((entry) => [withoutEnding(fileName(entry)), entry]));
  for (const one of BESIDE_EACH) {
    const files = others.flatMap((entry): AnnotationFile[] => {
      if (!one.ending.test(entry.path)) return [];
      const stem = entry.path.replace(one.ending, '');
      const image = byPlace.get(placeOf(`${stem}.png`)) ?? byName.get(stem.slice(stem.lastIndexOf('/') + 1));
      return image ? [{ entry, image }] : [];
    });
    const first = files.find(({ entry }) => entry.size > 0);
    if (!first || 2 * files.length < images.length) continue;
    const text = Buffer.from(await container.head(first.entry)).toString('latin1');
    if (one.begins.test(text)) return { ...one, files };
  }
  return null;
}

/** The annotations among the files that are not images; null if there are none. */
export async function annotationsIn(
  container: Container,
  images: readonly Entry[],
  others: readonly Entry[],
): Promise<Annotations | null> {
  const each = await annotationsOfEach(container, images, others);
  if (each) return { format: each.format, files: each.files.length, first: each.files[0]!.entry.path };
  const coco = others.filter((entry) => COCO.test(fileName(entry)));
  return coco[0] ? { format: 'COCO', files: coco.length, first: coco[0].path } : null;
}
