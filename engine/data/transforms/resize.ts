import { choice, int } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { float32 } from '../../tensor/tensor.js';
import { adviceOn } from '../step.js';
import { definePixelTransform, unchanged } from './define.js';

/**
 * Resizes images as Pillow does: antialiased, first the rows, then the columns, each rounded to bytes. Resizing
 * tensors, torchvision differs by a level here and there.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.Resize.html
 */
export const resize = definePixelTransform({
  type: 'Resize',
  summary: 'Makes images smaller or larger. With smaller ones, a model trains faster.',
  label: 'resized',
  params: {
    size: int({
      default: 16,
      min: 1,
      max: 256,
      required: 'positional',
      label: 'Size',
      help: 'Width and height of the new image, in pixels.',
    }),
    interpolation: choice({
      default: 'bilinear',
      options: ['nearest', 'bilinear', 'bicubic'],
      enumeration: 'transforms.InterpolationMode',
      label: 'Interpolation',
      help: 'Nearest copies single pixels; bilinear and bicubic average all that a new pixel covers.',
    }),
  },
  form: ({ size }, { channels }) => ({ channels, side: size }),
  change: (b, levels, { size, interpolation }) => {
    const side = Number(levels.shape[3]);
    if (side === size) return levels;
    const weights = WEIGHTS[interpolation](side, size).map((row) => row.map(fixedPoint));
    const turned = (x: Value) => b.op('Transpose', [x], { perm: [0, 1, 3, 2] });
    const rows = (x: Value) => resampleRows(b, x, weights);
    return turned(rows(turned(rows(levels))));
  },
  advice: ({ size }, step, form) => {
    if (size === form.side) return unchanged(step, form);
    return size < form.side ? null : adviceOn(step, 'note', 'advice/enlarged', { size, side: form.side });
  },
});

/** Weights of `from` pixels for each of `to` new ones. */
type Weights = (from: number, to: number) => readonly (readonly number[])[];

/** Pillow, src/libImaging/Resample.c and Geometry.c. */
const WEIGHTS: Readonly<Record<'nearest' | 'bilinear' | 'bicubic', Weights>> = {
  nearest: (from, to) => {
    // Pillow adds up the positions, which decides where one lies on the border of two pixels.
    let position = (from / to) * 0.5;
    return Array.from({ length: to }, () => {
      const nearest = Math.floor(position);
      position += from / to;
      return Array.from({ length: from }, (_, source) => Number(source === nearest));
    });
  },
  bilinear: filtered(1, (x) => 1 - x),
  // Keys' cubic with a = −0.5.
  bicubic: filtered(2, (x) => (x < 1 ? (1.5 * x - 2.5) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * -0.5)),
};

/** Weights by the distance from a new pixel's center, from 0 to `support`, in pixels of the smaller image. */
function filtered(support: number, weight: (distance: number) => number): Weights {
  return (from, to) => {
    const scale = from / to;
    const width = Math.max(scale, 1);
    return Array.from({ length: to }, (_, i) => {
      const center = (i + 0.5) * scale;
      const first = Math.max(0, Math.trunc(center - support * width + 0.5));
      const end = Math.min(from, Math.trunc(center + support * width + 0.5));
      const row = Array.from({ length: from }, (_unused, source) => {
        const distance = Math.abs((source - center + 0.5) * (1 / width));
        return source >= first && source < end && distance < support ? weight(distance) : 0;
      });
      const sum = row.reduce((total, one) => total + one, 0);
      return row.map((one) => one / sum);
    });
  };
}

/** Pillow's weights are whole numbers of 1 / 2²². */
const PRECISION = 22;

const fixedPoint = (weight: number) =>
  Math.sign(weight) * Math.floor(Math.abs(weight) * 2 ** PRECISION + 0.5);

/** Bits of the digits of a weight. */
const DIGIT = 8;

/**
 * The weighted sums of every row of levels, rounded to levels. Whole numbers up to 2²⁴ are exact in float32 and a
 * product of weights with bytes is larger, so weights are taken apart into three digits. For up to 256 levels, sums
 * of the products with one digit stay below 2²⁴; they are added up from the lowest digit, with the rest dropped.
 */
function resampleRows(b: Builder, levels: Value, weights: readonly (readonly number[])[]): Value {
  const [from, to] = [weights[0]!.length, weights.length];
  const sums = (digit: (weight: number) => number) => {
    const columns = Array.from({ length: from }, (_, source) => weights.map((row) => digit(row[source]!)));
    return b.op('MatMul', [levels, b.constant(float32([from, to], columns.flat()), 'resize')]);
  };
  const lowest = sums((weight) => mod(weight, 2 ** DIGIT));
  const middle = sums((weight) => mod(Math.floor(weight / 2 ** DIGIT), 2 ** DIGIT));
  const highest = sums((weight) => Math.floor(weight / 2 ** (2 * DIGIT)));
  const carry = (x: Value, bits: number) => b.op('Floor', [b.op('Mul', [x, b.scalar(2 ** -bits)])]);
  const upper = b.op('Add', [highest, carry(b.op('Add', [middle, carry(lowest, DIGIT)]), DIGIT)]);
  const rest = PRECISION - 2 * DIGIT;
  const rounded = carry(b.op('Add', [upper, b.scalar(2 ** (rest - 1))]), rest);
  return b.op('Clip', [rounded, b.scalar(0), b.scalar(255)]);
}

const mod = (value: number, by: number) => value - Math.floor(value / by) * by;
