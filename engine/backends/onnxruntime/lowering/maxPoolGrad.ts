import type { Node, Value } from '../../../graph/graph.js';
import { staticShape } from '../../../graph/shape.js';
import { numel } from '../../../graph/tensor.js';
import { list } from '../../../ops/attributes.js';
import { sweeps, type Sweep } from '../../../ops/window.js';
import { shifts } from './convWeightGrad.js';
import type { Emitter } from './emitter.js';

/**
 * The gradient of a max pool, for which onnxruntime has no operator. Where windows lie side by side, each
 * place of the window is compared with the maximum in turn, so that the first of equals takes it; other
 * windows scatter the gradient to the positions that MaxPool tells, which is several times slower.
 */
export function lowerMaxPoolGrad(e: Emitter, node: Node): void {
  const [rows, columns] = sweeps(node.inputs[0]!.shape, node.attributes);
  if (sideBySide(rows) && sideBySide(columns)) compare(e, node, rows, columns);
  else scatter(e, node);
}

function sideBySide({ kernel, stride, before, after, dilation, input, output }: Sweep): boolean {
  return kernel === stride && before + after === 0 && dilation === 1 && input === output * kernel;
}

function compare(e: Emitter, { inputs, outputs: [out] }: Node, rows: Sweep, columns: Sweep): void {
  const [x, y, g] = inputs as [Value, Value, Value];
  const shape = staticShape(y.shape);
  const zero = e.scalar(0);
  let free: Value | null = null;
  const parts: Value[] = [];
  for (const range of shifts(rows, columns)) {
    const part = e.slice(x, [2, 3], range, shape);
    const equal = e.emit('Equal', [part, y], {}, shape, 'bool');
    const chosen: Value = free ? e.emit('And', [equal, free], {}, shape, 'bool') : equal;
    const passed = e.emit('Where', [chosen, g, zero], {}, shape);
    parts.push(e.reshape(passed, [...shape, 1]));
    const missed: Value = e.emit('Not', [equal], {}, shape, 'bool');
    free = free ? e.emit('And', [free, missed], {}, shape, 'bool') : missed;
  }
  const [batch, channels, height, width] = shape as [number, number, number, number];
  const side = e.emit('Concat', parts, { axis: 4 }, [...shape, parts.length]);
  const split = e.reshape(side, [batch * channels, height, width, rows.kernel, columns.kernel]);
  const woven = [batch * channels, height, rows.kernel, width, columns.kernel];
  e.reshape(e.emit('Transpose', [split], { perm: [0, 1, 3, 2, 4] }, woven), out!);
}

function scatter(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, y, g] = inputs as [Value, Value, Value];
  const [count, pooled] = [numel(staticShape(x.shape)), numel(staticShape(y.shape))];
  const [, positions] = e.maxPool(x, { ...attributes, kernel_shape: list(attributes, 'kernel_shape') }, [
    ...staticShape(y.shape),
  ]);
  const zeros = e.emit('ConstantOfShape', [e.ints([count])], {}, [count]);
  const flat = [zeros, e.reshape(positions, [pooled]), e.reshape(g, [pooled])];
  e.reshape(e.emit('ScatterElements', flat, { axis: 0, reduction: 'add' }, [count]), out!);
}
