import { LoomError } from '../errors.js';
import { imageBytes, type ImageSet } from './imageSet.js';

/** Class names in the order of their labels. */
export const CIFAR10_CLASSES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/** Pixels of an image's width and height. */
export const CIFAR10_SIDE = 32;
const FORM = { channels: 3, side: CIFAR10_SIDE } as const;
const IMAGE_BYTES = imageBytes(FORM);
const RECORD_BYTES = 1 + IMAGE_BYTES;

/** The files of the binary version in order: training split first. */
export const CIFAR10_FILES = [
  ...[1, 2, 3, 4, 5].map((i) => ({ name: `data_batch_${i}.bin`, split: 'train' as const })),
  { name: 'test_batch.bin', split: 'test' as const },
];

/**
 * Reads files in CIFAR-10's binary format: records of a label byte and 3,072 bytes of pixels.
 * Throws `bad-data` with the file's name when a size or a label is wrong.
 */
export function parseCifar10(
  files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly split: 'train' | 'test' }[],
): ImageSet {
  const counts = files.map(({ name, bytes }) => {
    if (bytes.length === 0 || bytes.length % RECORD_BYTES !== 0) {
      throw new LoomError(
        'bad-data',
        `${name} has ${bytes.length} bytes, which is no multiple of ${RECORD_BYTES}: it is truncated or no CIFAR-10 file; get it again with "layerloom data fetch"`,
        { where: name },
      );
    }
    return bytes.length / RECORD_BYTES;
  });
  const count = counts.reduce((sum, part) => sum + part, 0);
  const images = new Uint8Array(count * IMAGE_BYTES);
  const labels = new Uint8Array(count);
  let at = 0;
  files.forEach(({ name, bytes }, i) => {
    for (let record = 0; record < counts[i]!; record++, at++) {
      const start = record * RECORD_BYTES;
      const label = bytes[start]!;
      if (label >= CIFAR10_CLASSES.length) {
        throw new LoomError(
          'bad-data',
          `${name}: image ${record} has the label ${label}; labels are 0 to 9`,
          { where: name },
        );
      }
      labels[at] = label;
      images.set(bytes.subarray(start + 1, start + RECORD_BYTES), at * IMAGE_BYTES);
    }
  });
  const trainCount = files.reduce((sum, { split }, i) => sum + (split === 'train' ? counts[i]! : 0), 0);
  return { images, labels, trainCount, classNames: CIFAR10_CLASSES, ...FORM };
}
