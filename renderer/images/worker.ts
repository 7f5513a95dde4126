import { failure, invariant, problemOf } from '../../engine/base/problem.js';
import { prepareAugmentations } from '../../engine/data/augment/index.js';
import { CIFAR10_FILE_BYTES, CIFAR10_FILES, parseCifar10 } from '../../engine/data/cifar10.js';
import {
  imageBytes,
  type ImageSet,
  type Pixels,
  STORED_FILES,
  storedSet,
} from '../../engine/data/imageSet.js';
import {
  brightness,
  channelStatistics,
  type ChannelStatistics,
  meanImage,
  pixelSums,
  type PixelSums,
} from '../../engine/data/statistics.js';
import { imagesAfter, stepsOnBytes } from '../../engine/data/transforms/index.js';
import { identity, Mt19937 } from '../../engine/random/torch.js';
import {
  type Answer,
  type AugmentedImages,
  type AugmentedRequest,
  type CallName,
  type Calls,
  type ChannelsRequest,
  type ImageSource,
  type Request,
  SHEET_SIDE,
} from './messages.js';
import { toRgba } from './rgba.js';

type Handler<N extends CallName> = (input: Calls[N]['input']) => Promise<Calls[N]['output']>;

/**
 * The handlers of all calls. They share the only copy of the images (CIFAR-10: 184 MB), held off the main thread so
 * that neither scrolling nor statistics block it.
 */
function createHandlers(): { readonly [N in CallName]: Handler<N> } {
  let data: ImageSet | null = null;
  let sums: PixelSums | null = null;
  /** Incremented by every load, so that a superseded load does not overwrite the latest one. */
  let loads = 0;
  return {
    load: async (source) => {
      // Release the previous data set first: two may not fit in memory.
      data = null;
      const own = ++loads;
      const fetched = await fetchSet(source);
      if (own !== loads) throw failure('interrupted/canceled', { what: 'loading' });
      data = fetched;
      sums = pixelSums(data);
      const { labels, trainCount, classNames, side, channels } = data;
      return { labels, trainCount, classNames, side, channels, brightness: brightness(sums) };
    },
    sheet: (rows) => createImageBitmap(sheetOf(loaded(data), rows)),
    pixels: (row) => Promise.resolve(imageOf(loaded(data), row).slice()),
    augmented: (request) => Promise.resolve(augmentImages(loaded(data), request)),
    channels: (request) => Promise.resolve(figuresOf(loaded(data), loaded(sums), request)),
    means: (lists) => Promise.resolve(lists.map((rows) => meanImage(loaded(data), rows))),
  };
}

const handlers = createHandlers();

self.onmessage = ({ data: request }: MessageEvent<Request>) => {
  const { id, call, input } = request;
  const handler = handlers[call] as (input: unknown) => Promise<unknown>;
  handler(input).then(
    (output) => reply({ id, ok: true, output }, output instanceof ImageBitmap ? [output] : []),
    (error: unknown) => reply({ id, ok: false, problem: problemOf(error) }, []),
  );
};

function reply(answer: Answer, transfer: Transferable[]): void {
  self.postMessage(answer, { transfer });
}

async function fetchSet(source: ImageSource): Promise<ImageSet> {
  if (source.kind === 'cifar10') {
    const whole = new Uint8Array(CIFAR10_FILES.length * CIFAR10_FILE_BYTES);
    const fetched = CIFAR10_FILES.map(async ({ name }, i) =>
      whole.set(await fetchBytes(`cifar-10/${name}`), i * CIFAR10_FILE_BYTES),
    );
    await Promise.all(fetched);
    return parseCifar10(whole);
  }
  const files = STORED_FILES.map((name) => fetchBytes(`images/${source.id}/${name}`));
  return storedSet(...((await Promise.all(files)) as [Uint8Array, Uint8Array, Uint8Array]));
}

async function fetchBytes(name: string): Promise<Uint8Array> {
  const response = await fetch(`/data/${name}`);
  if (!response.ok) throw failure('missing-data/file', {}, { where: { kind: 'file', path: name } });
  return new Uint8Array(await response.arrayBuffer());
}

function imageOf({ images, ...form }: ImageSet, row: number): Uint8Array {
  const size = imageBytes(form);
  return images.subarray(row * size, (row + 1) * size);
}

function sheetOf(set: ImageSet, rows: Uint32Array): ImageData {
  const width = SHEET_SIDE * set.side;
  const picture = new ImageData(width, width);
  rows.forEach((row, i) => {
    const left = (i % SHEET_SIDE) * set.side;
    const top = Math.floor(i / SHEET_SIDE) * set.side;
    toRgba(imageOf(set, row), picture.data, width, left, top);
  });
  return picture;
}

/** Uses the training code, so the same seed gives the same pictures. */
function augmentImages(
  set: ImageSet,
  { rows, augment, transforms, seed }: AugmentedRequest,
): AugmentedImages {
  const change = prepareAugmentations(augment, set);
  const generator = Mt19937.fromSeed(seed);
  const before = chosen(set, rows);
  const augmented = before.images.slice();
  const size = imageBytes(set);
  for (let at = 0; at < augmented.length; at += size)
    change?.(generator, before.images.subarray(at, at + size), augmented.subarray(at, at + size));
  return {
    before: separate(before),
    after: separate(imagesAfter(transforms, { ...before, images: augmented })),
  };
}

function figuresOf(set: ImageSet, sums: PixelSums, { rows, transforms }: ChannelsRequest): ChannelStatistics {
  if (stepsOnBytes(transforms).length === 0) return channelStatistics(sums, rows);
  return channelStatistics(pixelSums(imagesAfter(transforms, chosen(set, rows))), identity(rows.length));
}

/** Copies of some images. */
function chosen(set: ImageSet, rows: Uint32Array): Pixels {
  const { channels, side } = set;
  const size = imageBytes(set);
  const images = new Uint8Array(rows.length * size);
  rows.forEach((row, i) => images.set(imageOf(set, row), i * size));
  return { images, channels, side };
}

function separate({ images, ...form }: Pixels): Uint8Array[] {
  const size = imageBytes(form);
  return Array.from({ length: images.length / size }, (_, i) => images.slice(i * size, (i + 1) * size));
}

function loaded<T>(value: T | null): T {
  invariant(value !== null, 'the data set is not loaded yet');
  return value;
}
