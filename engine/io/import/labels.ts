import { failure } from '../../base/problem.js';
import { imageBytes, type ImageForm, type ImageSet } from '../../data/imageSet.js';
import { MAX_CLASSES } from '../../data/storedImages.js';
import { MAX_SET_BYTES } from '../ownImages.js';

/** Builds an image set; classes without images are omitted, and labels renumbered. */
export function imageSet(
  images: Uint8Array,
  labels: ArrayLike<number>,
  trainCount: number,
  nameOf: (label: number) => string,
  form: ImageForm,
): ImageSet {
  const present = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const places = new Map(present.map((label, place) => [label, place]));
  return {
    images,
    labels: Uint8Array.from(labels, (label) => places.get(label)!),
    trainCount,
    classNames: present.map(nameOf),
    side: form.side,
    channels: form.channels,
  };
}

/** Throws `bad-data` if there are more classes than a byte can label, or two with names that look the same. */
export function checkClasses(names: readonly string[]): void {
  if (names.length > MAX_CLASSES) {
    throw failure('bad-data/too-many-classes', { classes: names.length, most: MAX_CLASSES });
  }
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = name.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw failure('bad-data/similar-classes', { names: [other, name] });
    }
    seen.set(key, name);
  }
}

/** Throws `bad-data` if this many images exceed the memory limit of a set. */
export function checkMemory(count: number, form: ImageForm): void {
  const most = Math.floor(MAX_SET_BYTES / imageBytes(form));
  if (count > most) throw failure('bad-data/too-many-images', { images: count, side: form.side, most });
}
