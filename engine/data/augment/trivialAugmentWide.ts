import { int } from '../../base/fields.js';
import { nextBelow } from '../../random/torch.js';
import type { ImageForm } from '../imageSet.js';
import { adviceOn } from '../step.js';
import { inverseAffine, prepareWarp, roundHalfToEven, WARP_FIELDS } from './affine.js';
import { adjustBrightness, adjustContrast, adjustSaturation, type Adjust, mixer } from './colorJitter.js';
import { defineAugmentation } from './define.js';

const { fround } = Math;

/**
 * One change chosen at random, with a random strength. A draw for the change, one for its strength, and one for its
 * direction. Müller and Hutter, "TrivialAugment", https://arxiv.org/abs/2103.10158
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.TrivialAugmentWide.html
 */
export const trivialAugmentWide = defineAugmentation({
  type: 'TrivialAugmentWide',
  summary:
    'Applies one of 14 changes of shape or color to each image, with a random strength. Nothing to tune.',
  params: {
    num_magnitude_bins: int({
      default: 31,
      min: 2,
      max: 1000,
      label: 'Strengths',
      help: 'Number of different strengths of a change.',
    }),
    ...WARP_FIELDS,
    // torchvision's None is 0 too, but blends the border in another way.
    fill: { ...WARP_FIELDS.fill, required: 'named' },
  },
  advice: (_, step, { builtIn }) => (builtIn ? null : adviceOn(step, 'note', 'advice/any-change', {})),
  prepare: ({ num_magnitude_bins: bins, interpolation, fill }, form) => {
    const warp = prepareWarp(form, interpolation, fill);
    const changes = CHANGES.map(({ magnitudes, signed = false, prepare }) => ({
      magnitudes: magnitudes?.(bins) ?? null,
      signed,
      apply: prepare(form, warp),
    }));
    return (gen, from, to) => {
      const { magnitudes, signed, apply } = changes[nextBelow(gen, changes.length)]!;
      const magnitude = magnitudes ? magnitudes[nextBelow(gen, bins)]! : 0;
      apply(signed && nextBelow(gen, 2) === 1 ? -magnitude : magnitude, from, to);
    };
  },
});

type Warp = ReturnType<typeof prepareWarp>;

/** Changes an image as much as `magnitude` says. */
type Apply = (magnitude: number, from: Uint8Array, to: Uint8Array) => void;

/** One of the changes. */
interface Change {
  /** The strengths to choose from; omitted for a change without. */
  readonly magnitudes?: (bins: number) => Float32Array;
  /** Draw the direction as well. */
  readonly signed?: true;
  readonly prepare: (form: ImageForm, warp: Warp) => Apply;
}

/** torchvision's `_augmentation_space`, in its order. */
const CHANGES: readonly Change[] = [
  { prepare: () => (_, from, to) => to.set(from) },
  affine(0.99, (magnitude, side) => ({ shear: [slant(magnitude), 0], center: [-side / 2, -side / 2] })),
  affine(0.99, (magnitude, side) => ({ shear: [0, slant(magnitude)], center: [-side / 2, -side / 2] })),
  affine(32, (magnitude) => ({ translate: [Math.trunc(magnitude), 0] })),
  affine(32, (magnitude) => ({ translate: [0, Math.trunc(magnitude)] })),
  affine(135, (magnitude) => ({ angle: -magnitude })),
  color(adjustBrightness),
  color(adjustSaturation),
  color(adjustContrast),
  strength((magnitude, from, to, { side }) => sharpen(from, to, side, 1 + magnitude)),
  { magnitudes: posterizedBits, prepare: () => eachByte((byte, bits) => byte & -(2 ** (8 - bits))) },
  {
    magnitudes: (bins) => linspace(255, 0, bins),
    prepare: () => eachByte((byte, threshold) => (byte >= threshold ? 255 - byte : byte)),
  },
  { prepare: eachChannel(autoContrast) },
  { prepare: eachChannel(equalize) },
];

/** The angle of a shear by this many pixels a pixel. */
const slant = (magnitude: number) => Math.atan(magnitude) * (180 / Math.PI);

type Affine = Parameters<typeof inverseAffine>[0];

function affine(most: number, mapOf: (magnitude: number, side: number) => Affine): Change {
  return {
    magnitudes: (bins) => linspace(0, most, bins),
    signed: true,
    prepare:
      ({ side }, warp) =>
      (magnitude, from, to) =>
        warp(inverseAffine(mapOf(magnitude, side)), from, to),
  };
}

function strength(change: (...args: [...Parameters<Apply>, ImageForm]) => void): Change {
  return {
    magnitudes: (bins) => linspace(0, 0.99, bins),
    signed: true,
    prepare: (form) => (magnitude, from, to) => change(magnitude, from, to, form),
  };
}

function color(adjust: Adjust): Change {
  return strength((magnitude, from, to, { side }) => {
    to.set(from);
    adjust(to, side * side, 1 + magnitude);
  });
}

function eachByte(change: (byte: number, magnitude: number) => number): Apply {
  return (magnitude, from, to) => {
    for (let i = 0; i < from.length; i++) to[i] = change(from[i]!, magnitude);
  };
}

/** Replaces the bytes of every channel as a table says, which `prepare` makes from the channel. */
function eachChannel(tableOf: (channel: Uint8Array, table: Uint8Array) => void): Change['prepare'] {
  return ({ side }) => {
    const table = new Uint8Array(256);
    return (_, from, to) => {
      for (let start = 0; start < from.length; start += side * side) {
        const channel = from.subarray(start, start + side * side);
        tableOf(channel, table);
        for (let i = 0; i < channel.length; i++) to[start + i] = table[channel[i]!]!;
      }
    };
  };
}

/** Stretches the levels to all from 0 to 255. */
function autoContrast(channel: Uint8Array, table: Uint8Array): void {
  let [least, most] = [255, 0];
  for (const byte of channel) {
    least = Math.min(least, byte);
    most = Math.max(most, byte);
  }
  // PyTorch divides a number by a tensor through the reciprocal.
  const scale = most > least ? fround(255 * fround(1 / (most - least))) : 1;
  const start = most > least ? least : 0;
  for (let byte = 0; byte < 256; byte++)
    table[byte] = Math.min(255, Math.max(0, fround((byte - start) * scale)));
}

/** Gives all levels the same number of pixels, as far as possible. */
function equalize(channel: Uint8Array, table: Uint8Array): void {
  const counts = new Uint32Array(256);
  for (const byte of channel) counts[byte]!++;
  let highest = 255;
  while (counts[highest] === 0) highest--;
  const step = Math.floor((channel.length - counts[highest]!) / 255);
  let below = 0;
  for (let byte = 0; byte < 256; byte++) {
    table[byte] =
      step === 0 ? byte : byte === 0 ? 0 : Math.min(255, Math.floor((below + (step >> 1)) / step));
    below += counts[byte]!;
  }
}

/** Mixes each pixel with the weighted mean of the 3 × 3 around it, in which it counts five times; not at the border. */
function sharpen(from: Uint8Array, to: Uint8Array, side: number, factor: number): void {
  const mixed = mixer(factor);
  for (let i = 0; i < from.length; i++) {
    const [x, y] = [i % side, Math.floor(i / side) % side];
    const inner = x > 0 && x < side - 1 && y > 0 && y < side - 1;
    to[i] = mixed(from[i]!, inner ? blurred(from, i, side) : from[i]!);
  }
}

function blurred(image: Uint8Array, at: number, side: number): number {
  let sum = 4 * image[at]!;
  for (let dy = -side; dy <= side; dy += side) for (let dx = -1; dx <= 1; dx++) sum += image[at + dy + dx]!;
  return Math.round(sum / 13);
}

/** Bits that are kept, from 8 to 2. */
function posterizedBits(bins: number): Float32Array {
  const each = fround((bins - 1) / 6);
  return Float32Array.from({ length: bins }, (_, i) => 8 - roundHalfToEven(fround(i / each)));
}

/** `torch.linspace`: float32, counted from both ends, with fused sums. */
function linspace(from: number, to: number, count: number): Float32Array {
  const [start, end] = [fround(from), fround(to)];
  const step = fround(fround(end - start) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < Math.floor(count / 2) ? start + step * i : end - step * (count - 1 - i),
  );
}
