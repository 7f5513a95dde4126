import { staticShape } from '../../../base/shape.js';
import { list, number, type Attributes, type Node, type Value } from '../../../tensor/graph.js';
import { sweeps, type Sweep } from '../../../tensor/operators/windows.js';
import type { NativeBuilder } from './operators.js';

/** Conv of a model. */
export function lowerConv(b: NativeBuilder, node: Node): void {
  const [x, w, bias] = node.inputs as [Value, Value, Value | undefined];
  if (b.constantOf(w) === null) addConv(b, [x, w, bias], node.attributes, node.outputs[0]!);
  else b.add(node);
}

/**
 * A convolution in onnxruntime's blocked layout, about twice as fast as in the plain one. onnxruntime
 * itself changes the layout only for constant weights, not for trainable ones. Falls back to Conv where
 * channels do not fill blocks.
 */
function addConv(
  b: NativeBuilder,
  [x, w, bias]: readonly [Value, Value, Value | undefined],
  attributes: Attributes,
  result: Value,
): void {
  const [filters, channels] = staticShape(w.shape) as [number, number];
  const biases = bias ? [bias] : [];
  const plain = channels === 3;
  const fits = b.fillBlocks(filters) && (b.fillBlocks(channels) || plain);
  if (!b.block || !fits || number(attributes, 'group') !== 1) {
    b.op('Conv', [x, w, ...biases], attributes, result);
    return;
  }
  const factors = plain ? [x, blockFilters(b, w, b.block)] : [b.blocked(x), blockBoth(b, w, b.block)];
  b.unblocked(b.op('BlockedConv', [...factors, ...biases], attributes), result);
}

/** Filters for images in plain layout: `[O/b, C, kh, kw, b]`, under the plain shape. */
function blockFilters(b: NativeBuilder, w: Value, block: number): Value {
  const [filters, channels, height, width] = staticShape(w.shape) as [number, number, number, number];
  const split = b.reshape(w, [filters / block, block, channels, height, width]);
  const blocked = b.op('Transpose', [split], { perm: [0, 2, 3, 4, 1] });
  return b.reshape(blocked, [filters, channels, height, width]);
}

/** Filters for images in blocked layout: `[O/b, C/b, kh, kw, b (in), b (out)]`, under the plain shape. */
function blockBoth(b: NativeBuilder, w: Value, block: number): Value {
  const [filters, channels, height, width] = staticShape(w.shape) as [number, number, number, number];
  const split = b.reshape(w, [filters / block, block, channels / block, block, height, width]);
  const blocked = b.op('Transpose', [split], { perm: [0, 2, 4, 5, 3, 1] });
  return b.reshape(blocked, [filters, channels, height, width]);
}

/**
 * The input gradient of a convolution. With stride 1 it is itself a convolution, with rotated filters, and
 * onnxruntime's Conv is about twice as fast as its ConvTranspose, which handles all other cases.
 */
export function lowerConvInputGrad(b: NativeBuilder, { inputs, attributes, outputs: [out] }: Node): void {
  const [g, w] = inputs as [Value, Value];
  const both = sweeps(out!.shape, attributes);
  const around = both.map(({ dilation, kernel, before, after }) => ({
    before: dilation * (kernel - 1) - before,
    after: dilation * (kernel - 1) - after,
  }));
  const [top, left] = around as [Padding, Padding];
  const plain = both.every(({ stride }) => stride === 1) && number(attributes, 'group') === 1;
  if (plain && around.every(({ before, after }) => before >= 0 && after >= 0)) {
    const { kernel_shape, dilations } = attributes as { kernel_shape: number[]; dilations: number[] };
    const [, , height, width] = staticShape(w.shape) as [number, number, number, number];
    const swapped = b.op('Transpose', [w], { perm: [1, 0, 2, 3] });
    const range = { start: [-1, -1], end: [-height - 1, -width - 1], step: [-1, -1] };
    const rotated = b.slice(swapped, [2, 3], range);
    const pads = [top.before, left.before, top.after, left.after];
    addConv(b, [g, rotated, undefined], { kernel_shape, dilations, pads, strides: [1, 1], group: 1 }, out!);
    return;
  }
  const output_padding = both.map(
    ({ input, output, stride, dilation, kernel, before, after }) =>
      input - ((output - 1) * stride + dilation * (kernel - 1) + 1 - before - after),
  );
  const { size: _, ...shared } = attributes;
  b.op('ConvTranspose', [g, w], { ...shared, output_padding }, out);
}

interface Padding {
  readonly before: number;
  readonly after: number;
}

/** Up to this many channels, shifted images side by side are faster: products with few columns are slow. */
const FEW_CHANNELS = 4;

/** Elements in both factors of a product: they are soon read again and should still be in the cache. */
export const FACTOR_NUMBERS = 400_000;

/**
 * The filter gradient of a convolution, for which onnxruntime has no operator: a matrix product of the
 * gradient and the part of the images that each tap of the filter sees.
 */
export function lowerConvWeightGrad(b: NativeBuilder, node: Node): void {
  const [x] = node.inputs as [Value];
  const few = Number(x.shape[1]) <= FEW_CHANNELS;
  const dense = sweeps(x.shape, node.attributes).every(({ stride }) => stride === 1);
  if (dense && !few) sumOfMovedProducts(b, node);
  else sumOfShiftedProducts(b, node);
}

/**
 * With stride 1, tap (i, j) of the filter sees the images shifted by i rows and j columns. Shifting the gradient
 * by −i rows instead gives the same sum, so one product of images shifted along columns and gradients shifted
 * along rows covers all taps. With all rows of an image in one line, shifting means prepending zeros to the line;
 * pixels that would then reach into the next row are zeroed first. Sums a few images at a time.
 */
function sumOfMovedProducts(b: NativeBuilder, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, g] = inputs as [Value, Value];
  const group = number(attributes, 'group');
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const filters = Number(g.shape[1]);
  const [rows, columns] = sweeps(x.shape, attributes);

  const width = Math.max(columns.input, columns.output);
  const down = places(rows).map((by) => by * width);
  const right = places(columns);
  // The padding and the filter's last column determine where both start; only the difference matters.
  const ahead = rows.before * width + columns.before - right.at(-1)!;
  const slopeMoves = down.map((by) => by + Math.max(0, -ahead));
  const imageMoves = right.map((by) => right.at(-1)! - by + Math.max(0, ahead));
  const length = Math.max(slopeMoves.at(-1)! + rows.output * width, imageMoves[0]! + rows.input * width);
  const size = [group, (filters / group) * rows.kernel, (channels / group) * columns.kernel] as const;
  const [, lines, seen] = size;

  const [images, slopes] = [toLines(b, x, width), toLines(b, g, width)];
  const masks = right.map((by) => mask(b, rows.input, width, columns, by));
  const products = chunks(batch, FACTOR_NUMBERS / (length * group * (lines + seen))).map(([start, end]) => {
    const [slope, image] = [b.rows(slopes, start, end), b.rows(images, start, end)];
    const views = masks.map((ones) => (ones ? b.op('Mul', [image, ones]) : image));
    const count = end - start;
    const same = slopeMoves.map(() => slope);
    const factors = [
      b.reshape(move(b, same, slopeMoves, length), [count, group, lines, length]),
      b.reshape(move(b, views, imageMoves, length), [count, group, seen, length]),
    ];
    return b.op('FusedMatMul', factors, { transB: 1 });
  });
  const shape = [filters, rows.kernel, channels / group, columns.kernel] as const;
  const sum = b.reshape(sumOverImages(b, products, size), shape);
  b.op('Transpose', [sum], { perm: [0, 2, 1, 3] }, out);
}

/** Distance of each tap of the filter from its first one, in pixels. */
function places({ kernel, dilation }: Sweep): readonly number[] {
  return Array.from({ length: kernel }, (_, place) => place * dilation);
}

/** `[B, C, H·width]`: the rows one after another, each padded with zeros to `width`. */
function toLines(b: NativeBuilder, x: Value, width: number): Value {
  const [batch, channels, height, own] = staticShape(x.shape) as [number, number, number, number];
  const pads = b.ints([0, 0, 0, 0, 0, 0, 0, width - own]);
  const wide = own === width ? x : b.op('Pad', [x, pads]);
  return b.reshape(wide, [batch, channels, height * width]);
}

/** Ones for the pixels that the filter's column `by` sees, zeros for the others; null if it sees them all. */
function mask(b: NativeBuilder, height: number, width: number, { before, input, output }: Sweep, by: number) {
  const row = Array.from({ length: width }, (_, column) => {
    const seenFrom = column - by + before;
    return seenFrom >= 0 && seenFrom < output ? 1 : 0;
  });
  const all = row.slice(0, input).every((one) => one === 1);
  return all ? null : b.floats(Array<number[]>(height).fill(row).flat());
}

/** `[B, C, n·length]`: each of n values preceded by `moves` zeros and padded with zeros to `length`. */
function move(b: NativeBuilder, values: readonly Value[], moves: readonly number[], length: number): Value {
  const [batch, channels, own] = staticShape(values[0]!.shape) as [number, number, number];
  const zeros = (count: number) => (count === 0 ? [] : [b.zeros([batch, channels, count])]);
  const parts = values.flatMap((value, i) => {
    const before = i === 0 ? 0 : length - moves[i - 1]! - own;
    return [...zeros(before + moves[i]!), value];
  });
  const last = zeros(length - moves.at(-1)! - own);
  return b.op('Concat', [...parts, ...last], { axis: 2 });
}

/** Most chunks with their own nodes in a graph: the time to open a session is quadratic in them. */
const MOST_CHUNKS = 64;

/** `[start, end)` of chunks of about `size` images; an even number of them, for two threads to share. */
function chunks(batch: number, size: number): readonly (readonly [number, number])[] {
  const fitting = size < 2 ? 1 : size < 4 ? 2 : Math.floor(size / 4) * 4;
  const step = Math.max(fitting, Math.ceil(batch / MOST_CHUNKS));
  return Array.from({ length: Math.ceil(batch / step) }, (_, i) => [
    i * step,
    Math.min((i + 1) * step, batch),
  ]);
}

/** The sum of all images' products: first over chunks of equal length, which is fastest. */
function sumOverImages(b: NativeBuilder, products: readonly Value[], shape: readonly number[]): Value {
  const add = (values: readonly Value[]) => (values.length === 1 ? values[0]! : b.op('Sum', values));
  const lengths = [...new Set(products.map((product) => product.shape[0]))];
  const sums = lengths.map((length) => {
    const sum = add(products.filter((product) => product.shape[0] === length));
    return length === 1 ? b.reshape(sum, shape) : b.op('ReduceSum', [sum, b.ints([0])], { keepdims: 0 });
  });
  return add(sums);
}

/**
 * Each tap of the filter sees a shifted part of the images. Multiplies these parts, side by side, by the gradient,
 * in one matrix product per image and group, and sums the products.
 */
function sumOfShiftedProducts(b: NativeBuilder, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, g] = inputs as [Value, Value];
  const group = number(attributes, 'group');
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const filters = Number(g.shape[1]);
  const [rows, columns] = sweeps(x.shape, attributes);
  const [perGroup, filtersPerGroup] = [channels / group, filters / group];
  const area = rows.output * columns.output;
  const taps = rows.kernel * columns.kernel;

  const padded = pad(b, x, list(attributes, 'pads'));
  const parts = shifts(rows, columns).map((range) => {
    const part = b.slice(padded, [2, 3], range);
    return b.reshape(part, [batch, group, perGroup, area]);
  });
  const seen = b.op('Concat', parts, { axis: 2 });
  const slope = b.reshape(g, [batch, group, filtersPerGroup, area]);
  const each = b.op('FusedMatMul', [seen, slope], { transB: 1 });
  const sum = b.op('ReduceSum', [each, b.ints([0])], { keepdims: 0 });
  const split = b.reshape(sum, [group, taps, perGroup, filtersPerGroup]);
  const transposed = b.op('Transpose', [split], { perm: [0, 3, 2, 1] });
  b.reshape(transposed, staticShape(out!.shape), out);
}

/** The images with zeros around them. */
function pad(b: NativeBuilder, x: Value, pads: readonly number[]): Value {
  const [top, left, bottom, right] = pads as [number, number, number, number];
  if (pads.every((zeros) => zeros === 0)) return x;
  return b.op('Pad', [x, b.ints([0, 0, top, left, 0, 0, bottom, right])]);
}

/** The range of pixels of the padded images that each tap of the window sees, row by row. */
function shifts(rows: Sweep, columns: Sweep) {
  const along = ({ kernel, dilation, stride, output }: Sweep) =>
    Array.from({ length: kernel }, (_, i) => ({
      start: i * dilation,
      end: i * dilation + (output - 1) * stride + 1,
    }));
  const step = [rows.stride, columns.stride];
  return along(rows).flatMap((row) =>
    along(columns).map((column) => ({
      start: [row.start, column.start],
      end: [row.end, column.end],
      step,
    })),
  );
}
