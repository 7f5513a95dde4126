import { imageBytes, type ImageForm, type ImageSet } from '../../data/imageSet.js';
import { MAX_CLASSES } from '../../data/storedImages.js';
import { MAX_SET_BYTES } from '../ownImages.js';
import { refused } from './container.js';
import type { ClassCount } from './define.js';

/** Counts the images of each class in each split; classes without images are omitted. */
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
  // `flatMap` skips the holes of labels without images.
  return counts.flatMap((count, label) => [{ name: nameOf(label), ...count }]);
}

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

/** Throws `bad-data` if this many images exceed the memory limit of a set. */
export function checkMemory(container: string, count: number, form: ImageForm): void {
  if (count * imageBytes(form) <= MAX_SET_BYTES) return;
  const most = Math.floor(MAX_SET_BYTES / imageBytes(form)).toLocaleString('en-US');
  const size = `${form.side}×${form.side}`;
  throw refused(
    container,
    `${count.toLocaleString('en-US')} images of ${size} do not fit into 1 GiB; at this size there may be ${most}. Choose a smaller size`,
  );
}
