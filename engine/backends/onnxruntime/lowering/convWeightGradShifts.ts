import { type Node, type Value, list, number } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import { sweeps, type Sweep } from '../../../tensor/operators/windows.js';
import type { Emitter } from './emitter.js';

/**
 * Every place of the filter sees a shifted part of the images; the parts, side by side, times the gradient is
 * one matrix product for each image and group, and the products are added up.
 */
export function sumOfShiftedProducts(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
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
