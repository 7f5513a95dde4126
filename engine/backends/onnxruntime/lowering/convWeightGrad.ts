import type { Node, Value } from '../../../graph/graph.js';
import { staticShape } from '../../../graph/shape.js';
import { list, number } from '../../../ops/attributes.js';
import { sweeps, type Sweep } from '../../../ops/window.js';
import type { Emitter } from './emitter.js';

/** Up to this many channels, shifted images side by side are faster than patches. */
const FEW_CHANNELS = 4;

/** Numbers of patches at a time: they are read again at once and should still be in the cache. */
const PATCH_NUMBERS = 1_200_000;

/**
 * The filters' gradient of a convolution, for which onnxruntime has no operator: a matrix product of the
 * gradient with what each place of the filter sees.
 */
export function lowerConvWeightGrad(e: Emitter, node: Node): void {
  const [x] = node.inputs as [Value];
  const many = Number(x.shape[1]) > FEW_CHANNELS && number(node.attributes, 'group') === 1;
  if (many) byPatches(e, node);
  else byShifts(e, node);
}

/**
 * For a few images at a time: the patches under all positions of the filter, one a row, times the gradient,
 * added to the sum so far. Channels come last, so that a patch is made of long runs.
 */
function byPatches(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, g] = inputs as [Value, Value];
  const [batch, channels] = staticShape(x.shape) as [number, number];
  const filters = Number(g.shape[1]);
  const [rows, columns] = sweeps(x.shape, attributes);
  const [area, taps] = [rows.output * columns.output, rows.kernel * columns.kernel];
  const [height, width] = [rows, columns].map(({ before, input, after }) => before + input + after) as [
    number,
    number,
  ];
  const turn = (value: Value, shape: readonly number[]) =>
    e.emit('Transpose', [value], { perm: [0, 2, 3, 1] }, shape);
  const padded = pad(e, x, list(attributes, 'pads'));
  const images = e.reshape(turn(padded, [batch, height, width, channels]), [batch, height * width, channels]);
  const turned = turn(g, [batch, rows.output, columns.output, filters]);
  const slopes = e.reshape(turned, [batch * area, filters]);
  const positions = e.ints(patchPositions(rows, columns, width));

  const chunk = Math.max(1, Math.floor(PATCH_NUMBERS / (area * taps * channels)));
  let sum: Value | null = null;
  for (let start = 0; start < batch; start += chunk) {
    const count = Math.min(chunk, batch - start);
    const some = e.rows(images, start, start + count);
    const patches = e.emit('Gather', [some, positions], { axis: 1 }, [count, area * taps, channels]);
    const matrix = e.reshape(patches, [count * area, taps * channels]);
    const slope = e.rows(slopes, start * area, (start + count) * area);
    const inputsOf = sum ? [matrix, slope, sum] : [matrix, slope];
    sum = e.emit('Gemm', inputsOf, { transA: 1 }, [taps * channels, filters]);
  }
  const split = e.reshape(sum!, [rows.kernel, columns.kernel, channels, filters]);
  e.emit('Transpose', [split], { perm: [3, 2, 0, 1] }, out!);
}

/** For every position of the window and every place in it: the pixel of the padded image, by its number. */
function patchPositions(rows: Sweep, columns: Sweep, width: number): number[] {
  const positions: number[] = [];
  for (let y = 0; y < rows.output; y++) {
    for (let x = 0; x < columns.output; x++) {
      for (let i = 0; i < rows.kernel; i++) {
        for (let j = 0; j < columns.kernel; j++) {
          const row = y * rows.stride + i * rows.dilation;
          positions.push(row * width + x * columns.stride + j * columns.dilation);
        }
      }
    }
  }
  return positions;
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
