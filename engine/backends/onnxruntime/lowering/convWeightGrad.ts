import type { Node, Value } from '../../../graph/graph.js';
import { staticShape } from '../../../graph/shape.js';
import { list, number } from '../../../ops/attributes.js';
import { sweeps, type Sweep } from '../../../ops/window.js';
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
  if (!few && dense && number(node.attributes, 'group') === 1) byBands(e, node);
  else byShifts(e, node);
}

/**
 * With stride 1 a place (i, j) of the filter sees the images moved by i rows and j columns. Moving the gradient
 * by −i rows instead gives the same sum: so images moved along columns only, times gradients moved along rows
 * only, make all places in one product, with a third of the copies for a filter of 3×3. A few images at a time
 * are added to the sum so far.
 */
function byBands(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, g] = inputs as [Value, Value];
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const filters = Number(g.shape[1]);
  const [rows, columns] = sweeps(x.shape, attributes);
  const band = (rows.before + rows.input + rows.after) * columns.output;
  const sloped = filters * rows.kernel;

  const chunk = Math.max(1, Math.floor(FACTOR_NUMBERS / (band * (channels * columns.kernel + sloped))));
  const sums: Value[] = [];
  for (let start = 0; start < batch; start += chunk) {
    const end = Math.min(start + chunk, batch);
    const slopes = asMatrix(e, moveRows(e, e.rows(g, start, end), rows));
    const images = e.rows(x, start, end);
    for (let j = 0; j < columns.kernel; j++) {
      const seen = asMatrix(e, moveColumns(e, images, rows, columns, j));
      const before = sums[j];
      sums[j] = e.emit('Gemm', before ? [slopes, seen, before] : [slopes, seen], { transB: 1 }, [
        sloped,
        channels,
      ]);
    }
  }
  const all = e.emit('Concat', sums, { axis: 0 }, [columns.kernel * sloped, channels]);
  const split = e.reshape(all, [columns.kernel, filters, rows.kernel, channels]);
  e.emit('Transpose', [split], { perm: [1, 3, 2, 0] }, out!);
}

/** `[B, C, band]`: the images as column `j` of the filter sees them. */
function moveColumns(e: Emitter, x: Value, rows: Sweep, columns: Sweep, j: number): Value {
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const height = rows.before + rows.input + rows.after;
  const left = columns.before - j * columns.dilation;
  const right = columns.output - left - columns.input;
  const pads = e.ints([0, 0, rows.before, left, 0, 0, rows.after, right]);
  const moved = e.emit('Pad', [x, pads], {}, [batch, channels, height, columns.output]);
  return e.reshape(moved, [batch, channels, height * columns.output]);
}

/** `[B, O·kh, band]`: the gradient once for each row of the filter, with rows of zeros above and below. */
function moveRows(e: Emitter, g: Value, rows: Sweep): Value {
  const [batch, filters, height, width] = staticShape(g.shape) as [number, number, number, number];
  const zeros = (count: number) => {
    const size = count * rows.dilation * width;
    return size === 0
      ? []
      : [e.floats(Array<number>(batch * filters * size).fill(0), [batch, filters, size])];
  };
  const flat = e.reshape(g, [batch, filters, height * width]);
  const moved = Array.from({ length: rows.kernel }, (_, i) => [
    ...zeros(i),
    flat,
    ...zeros(rows.kernel - 1 - i),
  ]);
  const band = (rows.before + rows.input + rows.after) * width;
  const all = e.emit('Concat', moved.flat(), { axis: 2 }, [batch, filters, rows.kernel * band]);
  return e.reshape(all, [batch, filters * rows.kernel, band]);
}

/** `[B, R, band]` as the matrix `[R, B·band]`. */
function asMatrix(e: Emitter, x: Value): Value {
  const [batch, lines, band] = staticShape(x.shape) as [number, number, number];
  const turned = batch === 1 ? x : e.emit('Transpose', [x], { perm: [1, 0, 2] }, [lines, batch, band]);
  return e.reshape(turned, [lines, batch * band]);
}

/**
 * Every place of the filter sees a shifted part of the images; the parts, side by side, times the gradient is
 * one matrix product for each image and group, and the products are added up.
 */
function byShifts(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, g] = inputs as [Value, Value];
  const group = number(attributes, 'group');
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const filters = Number(g.shape[1]);
  const [rows, columns] = sweeps(x.shape, attributes);
  const [perGroup, filtersPerGroup] = [channels / group, filters / group];
  const area = rows.output * columns.output;
  const taps = rows.kernel * columns.kernel;

  const padded = pad(e, x, list(attributes, 'pads'));
  const parts = shifts(rows, columns).map((range) => {
    const part = e.slice(padded, [2, 3], range, [batch, channels, rows.output, columns.output]);
    return e.reshape(part, [batch, group, perGroup, area]);
  });
  const seen = e.emit('Concat', parts, { axis: 2 }, [batch, group, taps * perGroup, area]);
  const slope = e.reshape(g, [batch, group, filtersPerGroup, area]);
  const product = [batch, group, taps * perGroup, filtersPerGroup];
  const each = e.emit('FusedMatMul', [seen, slope], { transA: 0, transB: 1 }, product);
  const sum = e.emit('ReduceSum', [each, e.ints([0])], { keepdims: 0 }, product.slice(1));
  const split = e.reshape(sum, [group, taps, perGroup, filtersPerGroup]);
  const turned = e.emit('Transpose', [split], { perm: [0, 3, 2, 1] }, [
    group,
    filtersPerGroup,
    perGroup,
    taps,
  ]);
  e.reshape(turned, out!);
}

/** The images with zeros around them. */
function pad(e: Emitter, x: Value, pads: readonly number[]): Value {
  const [top, left, bottom, right] = pads as [number, number, number, number];
  if (pads.every((zeros) => zeros === 0)) return x;
  const [batch, channels, height, width] = staticShape(x.shape) as [number, number, number, number];
  const shape = [batch, channels, height + top + bottom, width + left + right];
  return e.emit('Pad', [x, e.ints([0, 0, top, left, 0, 0, bottom, right])], {}, shape);
}

/** For each place of the window, row by row: which pixels of the padded images it meets. */
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
