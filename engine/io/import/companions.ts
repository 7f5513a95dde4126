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

/** Formats with a file for each image, of the same name, and how such a file begins. */
const BESIDE_EACH = [
  { format: 'YOLO', ending: /\.txt$/i, begins: /^\s*\d+(\s+-?\d*\.?\d+(e-?\d+)?){4}/i },
  { format: 'Pascal VOC', ending: /\.xml$/i, begins: /^\s*(<\?xml[^]*?\?>\s*)?<annotation/i },
  { format: 'LabelMe', ending: /\.json$/i, begins: /^\s*\{[^]*"(version|shapes|flags)"/ },
] as const;
const COCO = /(^|[._-])(coco|instances|annotations?)([._-][^/]*)?\.json$/i;

/** The annotations among the files that are not images; null if there are none for at least half of the images. */
export async function annotationsIn(
  container: Container,
  images: readonly Entry[],
  others: readonly Entry[],
): Promise<Annotations | null> {
  const stems = new Set(images.map((entry) => withoutEnding(fileName(entry))));
  for (const { format, ending, begins } of BESIDE_EACH) {
    const files = others.filter((entry) => {
      const name = fileName(entry);
      return ending.test(name) && stems.has(name.replace(ending, ''));
    });
    const [first] = files;
    if (!first || 2 * files.length < images.length) continue;
    const text = Buffer.from(await container.head(first)).toString('latin1');
    if (begins.test(text)) return { format, files: files.length, first: first.path };
  }
  const coco = others.filter((entry) => COCO.test(fileName(entry)));
  return coco[0] ? { format: 'COCO', files: coco.length, first: coco[0].path } : null;
}
