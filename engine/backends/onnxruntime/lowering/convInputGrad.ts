import { type Node, type Value, number } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import { sweeps } from '../../../tensor/operators/windows.js';
import { emitConv } from './conv.js';
import type { Emitter } from './emitter.js';

/**
 * The input's gradient of a convolution. With stride 1 it is itself a convolution, with turned filters, and
 * onnxruntime's Conv is about twice as fast as its ConvTranspose, which does all other cases.
 */
export function lowerConvInputGrad(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [g, w] = inputs as [Value, Value];
  const [rows, columns] = sweeps(out!.shape, attributes);
  const around = [rows, columns].map(({ dilation, kernel, before, after }) => ({
    before: dilation * (kernel - 1) - before,
    after: dilation * (kernel - 1) - after,
  })) as [Around, Around];
  const plain = [rows, columns].every(({ stride }) => stride === 1) && number(attributes, 'group') === 1;
  if (plain && around.every(({ before, after }) => before >= 0 && after >= 0)) {
    const { kernel_shape, dilations } = attributes as { kernel_shape: number[]; dilations: number[] };
    const [filters, channels, height, width] = staticShape(w.shape) as [number, number, number, number];
    const shape = [channels, filters, height, width];
    const swapped = e.emit('Transpose', [w], { perm: [1, 0, 2, 3] }, shape);
    const range = { start: [-1, -1], end: [-height - 1, -width - 1], step: [-1, -1] };
    const turned = e.slice(swapped, [2, 3], range, shape);
    const [top, left] = around;
    const pads = [top.before, left.before, top.after, left.after];
    const plainly = { kernel_shape, dilations, pads, strides: [1, 1], group: 1 };
    emitConv(e, [g, turned, null], plainly, out!);
    return;
  }
  const output_padding = [rows, columns].map(
    ({ input, output, stride, dilation, kernel, before, after }) =>
      input - ((output - 1) * stride + dilation * (kernel - 1) + 1 - before - after),
  );
  const { size: _, ...shared } = attributes;
  e.emit('ConvTranspose', [g, w], { ...shared, output_padding }, out!);
}

interface Around {
  readonly before: number;
  readonly after: number;
}
