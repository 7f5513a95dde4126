import { imageBytes, type ImageForm, type ImageSet } from '../../data/imageSet.js';
import { MAX_CLASSES } from '../../data/storedImages.js';
import { MAX_SET_BYTES } from '../ownImages.js';
import { refused } from './container.js';
import type { ClassCount } from './define.js';

/** How many images each class has in each split; classes without images are left out. */
export function countClasses(
  labels: ArrayLike<number>,
  trainCount: number,
  nameOf: (label: number) => string,
): ClassCount[] {
  const counts: { train: number; test: number }[] = [];
  for (let i = 0; i < labels.length; i++) {
    const count = (counts[labels[i]!] ??= { train: 0, test: 0 });
    count[i < trainCount ? 'train' : 'test']++;
  }
  // Holes of labels that no image has are passed over by `flatMap`.
  return counts.flatMap((count, label) => [{ name: nameOf(label), ...count }]);
}

/** A set of images; classes that no image has are left out, and labels follow. */
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

/** Throws `bad-data` when there are more classes than a label can tell, or two that are hard to tell apart. */
export function checkClasses(container: string, names: readonly string[]): void {
  if (names.length > MAX_CLASSES) {
    throw refused(container, `it holds ${names.length} classes; at most ${MAX_CLASSES} are possible`);
  }
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = name.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw refused(
        container,
        `the classes “${other}” and “${name}” differ only in capital letters or in how accents are stored; rename one of them, or put their images together`,
      );
    }
    seen.set(key, name);
  }
}

/** Throws `bad-data` when so many images do not fit into the memory that a set may take. */
export function checkMemory(container: string, count: number, form: ImageForm): void {
  if (count * imageBytes(form) <= MAX_SET_BYTES) return;
  const most = Math.floor(MAX_SET_BYTES / imageBytes(form)).toLocaleString('en-US');
  const size = `${form.side}×${form.side}`;
  throw refused(
    container,
    `${count.toLocaleString('en-US')} images of ${size} do not fit into 1 GiB; at this size there may be ${most}. Choose a smaller size`,
  );
}
