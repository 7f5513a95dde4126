import { CIFAR10_FILES, IMAGE_BYTES, parseCifar10, type Cifar10 } from '../../engine/data/cifar10.js';
import { findDuplicates } from '../../engine/data/duplicates.js';
import {
  brightness,
  channelStatistics,
  meanImage,
  pixelSums,
  type PixelSums,
} from '../../engine/data/statistics.js';
import { IMAGE_SIDE, SHEET_SIDE, type Answer, type CallName, type Calls, type Request } from './messages.js';
import { toRgba } from './rgba.js';

// Holds the data set's 184 MB once, apart from the page, so that neither scrolling nor counting waits.
let data: Cifar10 | null = null;
let sums: PixelSums | null = null;

const HANDLERS: { readonly [N in CallName]: (input: Calls[N]['input']) => Promise<Calls[N]['output']> } = {
  load: async () => {
    data ??= parseCifar10(await Promise.all(CIFAR10_FILES.map(fetchFile)));
    sums ??= pixelSums(data.images);
    const { labels, trainCount } = data;
    return { labels, trainCount, brightness: brightness(sums) };
  },
  sheet: (rows) => {
    const side = SHEET_SIDE * IMAGE_SIDE;
    const picture = new ImageData(side, side);
    rows.forEach((row, i) => {
      const left = (i % SHEET_SIDE) * IMAGE_SIDE;
      const top = Math.floor(i / SHEET_SIDE) * IMAGE_SIDE;
      toRgba(imageOf(row), picture.data, side, left, top);
    });
    return createImageBitmap(picture);
  },
  pixels: (row) => Promise.resolve(imageOf(row).slice()),
  channels: (rows) => Promise.resolve(channelStatistics(loaded(sums), rows)),
  means: (lists) => Promise.resolve(lists.map((rows) => meanImage(loaded(data).images, rows))),
  duplicates: () => Promise.resolve(findDuplicates(loaded(data).images)),
};

self.onmessage = ({ data: request }: MessageEvent<Request>) => {
  const { id, call, input } = request;
  const handler = HANDLERS[call] as (input: unknown) => Promise<unknown>;
  handler(input).then(
    (output) => reply({ id, ok: true, output }, output instanceof ImageBitmap ? [output] : []),
    (problem: unknown) => reply({ id, ok: false, message: (problem as Error).message }, []),
  );
};

function reply(answer: Answer, transfer: Transferable[]): void {
  self.postMessage(answer, { transfer });
}

async function fetchFile({ name, split }: (typeof CIFAR10_FILES)[number]) {
  const response = await fetch(`/data/cifar-10/${name}`);
  if (!response.ok) throw new Error(`${name} is not there`);
  return { name, split, bytes: new Uint8Array(await response.arrayBuffer()) };
}

function imageOf(row: number): Uint8Array {
  return loaded(data).images.subarray(row * IMAGE_BYTES, (row + 1) * IMAGE_BYTES);
}

function loaded<T>(value: T | null): T {
  if (value === null) throw new Error('the data set is not loaded yet');
  return value;
}
