import { failure } from '../base/problem.js';
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
/** Images in each file. */
const RECORDS = 10_000;

/** Bytes of each file. */
export const CIFAR10_FILE_BYTES = RECORDS * RECORD_BYTES;

/** A published file of the binary version. */
interface Cifar10FileFacts {
  readonly name: string;
  readonly split: 'train' | 'test';
  readonly sha256: string;
}

/** The files of the binary version in order: training split first. */
export const CIFAR10_FILES: readonly Cifar10FileFacts[] = [
  {
    name: 'data_batch_1.bin',
    split: 'train',
    sha256: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  },
  {
    name: 'data_batch_2.bin',
    split: 'train',
    sha256: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  },
  {
    name: 'data_batch_3.bin',
    split: 'train',
    sha256: 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  },
  {
    name: 'data_batch_4.bin',
    split: 'train',
    sha256: '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  },
  {
    name: 'data_batch_5.bin',
    split: 'train',
    sha256: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  },
  {
    name: 'test_batch.bin',
    split: 'test',
    sha256: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
  },
];

/**
 * Reads CIFAR-10's binary format: records of a label byte and 3,072 bytes of pixels.
 *
 * @param whole `files`, one after the other. It is overwritten: the images are compacted in place, because filling as
 *   much memory again would take longer than reading the files
 * @throws `bad-data` when the size or a label is wrong
 */
export function parseCifar10(
  whole: Uint8Array,
  files: readonly Pick<Cifar10FileFacts, 'name' | 'split'>[] = CIFAR10_FILES,
): ImageSet {
  const count = files.length * RECORDS;
  if (whole.length !== files.length * CIFAR10_FILE_BYTES) {
    throw failure('bad-data/cifar10-size', {
      files: files.length,
      bytes: whole.length,
      each: CIFAR10_FILE_BYTES,
    });
  }
  const labels = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const start = image * RECORD_BYTES;
    const label = whole[start]!;
    if (label >= CIFAR10_CLASSES.length) {
      const { name } = files[Math.floor(image / RECORDS)]!;
      throw failure(
        'bad-data/cifar10-label',
        { image: image % RECORDS, label },
        { where: { kind: 'file', path: name } },
      );
    }
    labels[image] = label;
    whole.copyWithin(image * IMAGE_BYTES, start + 1, start + RECORD_BYTES);
  }
  const images = whole.subarray(0, count * IMAGE_BYTES);
  const trainCount = files.filter(({ split }) => split === 'train').length * RECORDS;
  return { images, labels, trainCount, classNames: CIFAR10_CLASSES, ...FORM };
}
