import { type Node, type Value, number } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import { sweeps, type Sweep } from '../../../tensor/operators/windows.js';
import { sumOfShiftedProducts } from './convWeightGradShifts.js';
import type { Emitter } from './emitter.js';

/** Up to this many channels, shifted images side by side are faster: products of few columns are slow. */
const FEW_CHANNELS = 4;

/** Numbers in both factors of a product: they are read again at once and should still be in the cache. */
export const FACTOR_NUMBERS = 400_000;

/**
 * The filters' gradient of a convolution, for which onnxruntime has no operator: a matrix product of the
 * gradient with what each place of the filter sees.
 */
export function lowerConvWeightGrad(e: Emitter, node: Node): void {
  const [x] = node.inputs as [Value];
  const few = Number(x.shape[1]) <= FEW_CHANNELS;
  const dense = sweeps(x.shape, node.attributes).every(({ stride }) => stride === 1);
  if (dense && !few) sumOfMovedProducts(e, node);
  else sumOfShiftedProducts(e, node);
}

/**
 * With stride 1 a place (i, j) of the filter sees the images moved by i rows and j columns. Moving the gradient
 * by −i rows instead gives the same sum, so images moved along columns and gradients moved along rows make all
 * places in one product. With all rows of an image in one line, moving is putting zeros before the line; what
 * would then reach into the next row is set to 0 before. A few images at a time are added to the sum so far.
 */
function sumOfMovedProducts(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, g] = inputs as [Value, Value];
  const group = number(attributes, 'group');
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const filters = Number(g.shape[1]);
  const [rows, columns] = sweeps(x.shape, attributes);

  const width = Math.max(columns.input, columns.output);
  const down = places(rows).map((by) => by * width);
  const right = places(columns);
  // Both start as far on as the padding and the filter's last column ask for; only the difference counts.
  const ahead = rows.before * width + columns.before - right.at(-1)!;
  const slopeMoves = down.map((by) => by + Math.max(0, -ahead));
  const imageMoves = right.map((by) => right.at(-1)! - by + Math.max(0, ahead));
  const length = Math.max(slopeMoves.at(-1)! + rows.output * width, imageMoves[0]! + rows.input * width);
  const size = [group, (filters / group) * rows.kernel, (channels / group) * columns.kernel] as const;
  const [, lines, seen] = size;

  const [images, slopes] = [toLines(e, x, width), toLines(e, g, width)];
  const masks = right.map((by) => mask(e, rows.input, width, columns, by));
  const products = chunks(batch, FACTOR_NUMBERS / (length * group * (lines + seen))).map(([start, end]) => {
    const [slope, image] = [e.rows(slopes, start, end), e.rows(images, start, end)];
    const views = masks.map((ones) =>
      ones ? e.emit('Mul', [image, ones], {}, image.shape.map(Number)) : image,
    );
    const count = end - start;
    const same = slopeMoves.map(() => slope);
    const factors = [
      e.reshape(move(e, same, slopeMoves, length), [count, group, lines, length]),
      e.reshape(move(e, views, imageMoves, length), [count, group, seen, length]),
    ];
    return e.emit('FusedMatMul', factors, { transA: 0, transB: 1 }, [count, ...size]);
  });
  const shape = [filters, rows.kernel, channels / group, columns.kernel] as const;
  const sum = e.reshape(sumOverImages(e, products, size), shape);
  e.emit('Transpose', [sum], { perm: [0, 2, 1, 3] }, out!);
}

/** How far from the filter's first place each of its places is, in pixels. */
function places({ kernel, dilation }: Sweep): readonly number[] {
  return Array.from({ length: kernel }, (_, place) => place * dilation);
}

/** `[B, C, H·width]`: the rows one after another, each filled up with zeros to `width`. */
function toLines(e: Emitter, x: Value, width: number): Value {
  const [batch, channels, height, own] = staticShape(x.shape) as [number, number, number, number];
  const pads = e.ints([0, 0, 0, 0, 0, 0, 0, width - own]);
  const wide = own === width ? x : e.emit('Pad', [x, pads], {}, [batch, channels, height, width]);
  return e.reshape(wide, [batch, channels, height * width]);
}

/** Ones for the pixels that the filter's column `by` sees, zeros for the others; null where it sees all. */
function mask(e: Emitter, height: number, width: number, { before, input, output }: Sweep, by: number) {
  const row = Array.from({ length: width }, (_, column) => {
    const seenFrom = column - by + before;
    return seenFrom >= 0 && seenFrom < output ? 1 : 0;
  });
  const all = row.slice(0, input).every((one) => one === 1);
  return all ? null : e.floats(Array<number[]>(height).fill(row).flat());
}

/** `[B, C, n·length]`: each of n values after that many zeros, and filled up with zeros to `length`. */
function move(e: Emitter, values: readonly Value[], moves: readonly number[], length: number): Value {
  const [batch, channels, own] = staticShape(values[0]!.shape) as [number, number, number];
  const zeros = (count: number) => (count === 0 ? [] : [e.zeros([batch, channels, count])]);
  const parts = values.flatMap((value, i) => {
    const before = i === 0 ? 0 : length - moves[i - 1]! - own;
    return [...zeros(before + moves[i]!), value];
  });
  const last = zeros(length - moves.at(-1)! - own);
  return e.emit('Concat', [...parts, ...last], { axis: 2 }, [batch, channels, values.length * length]);
}

/** Chunks for which a graph has nodes of its own: opening a session takes time with their square. */
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

/** The sum of all images' products: first over chunks of equal length, which is the fastest. */
function sumOverImages(e: Emitter, products: readonly Value[], shape: readonly number[]): Value {
  const add = (values: readonly Value[]) =>
    values.length === 1 ? values[0]! : e.emit('Sum', values, {}, values[0]!.shape.map(Number));
  const lengths = [...new Set(products.map((product) => product.shape[0]))];
  const sums = lengths.map((length) => {
    const sum = add(products.filter((product) => product.shape[0] === length));
    return length === 1
      ? e.reshape(sum, shape)
      : e.emit('ReduceSum', [sum, e.ints([0])], { keepdims: 0 }, shape);
  });
  return add(sums);
}
