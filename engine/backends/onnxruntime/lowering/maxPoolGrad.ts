import type { Node, Value } from '../../../graph/graph.js';
import { ONNX_TYPE } from '../../../graph/onnxType.js';
import { staticShape } from '../../../graph/shape.js';
import { numel } from '../../../graph/tensor.js';
import { list } from '../../../ops/attributes.js';
import { sweeps, type Sweep } from '../../../ops/window.js';
import type { Emitter } from './emitter.js';

/**
 * The gradient of a max pool, for which onnxruntime has no operator. Where windows lie side by side, elements
 * are compared with their window's maximum; other windows scatter the gradient to the positions that MaxPool
 * tells, which is several times slower.
 */
export function lowerMaxPoolGrad(e: Emitter, node: Node): void {
  const [rows, columns] = sweeps(node.inputs[0]!.shape, node.attributes);
  if (sideBySide(rows) && sideBySide(columns)) compare(e, node, rows, columns);
  else scatter(e, node);
}

function sideBySide({ kernel, stride, before, after, dilation, input, output }: Sweep): boolean {
  return kernel === stride && before + after === 0 && dilation === 1 && input === output * kernel;
}

/**
 * Elements that equal the maximum get a rank that falls along the window; pooling the ranks finds the first
 * of them, to which PyTorch gives the gradient.
 */
function compare(
  e: Emitter,
  { inputs, attributes, outputs: [out] }: Node,
  rows: Sweep,
  columns: Sweep,
): void {
  const [x, y, g] = inputs as [Value, Value, Value];
  const [full, pooled] = [staticShape(x.shape), staticShape(y.shape)];
  const scales = e.floats([1, 1, rows.kernel, columns.kernel]);
  const spread = (value: Value) => e.emit('Resize', [value, null, scales], NEAREST, full);
  // A product with 0 and 1 runs on all threads; Where does not.
  const keepEqual = (a: Value, b: Value, kept: Value, result: Value | readonly number[]) => {
    const equal = e.emit('Equal', [a, b], {}, full, 'bool');
    const mask = e.emit('Cast', [equal], { to: ONNX_TYPE.float32 }, full);
    return e.emit('Mul', [mask, kept], {}, result);
  };
  const ranks = e.floats(ranksOf(rows, columns), [1, 1, rows.input, columns.input]);
  const ranked = keepEqual(x, spread(y), ranks, full);
  const first = e.emit('MaxPool', [ranked], attributes, pooled);
  keepEqual(ranked, spread(first), spread(g), out!);
}

const NEAREST = {
  mode: 'nearest',
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
} as const;

/** One plane in which every window counts down to 1. */
function ranksOf(rows: Sweep, columns: Sweep): number[] {
  const size = rows.kernel * columns.kernel;
  return Array.from({ length: rows.input * columns.input }, (_, at) => {
    const [row, column] = [Math.floor(at / columns.input), at % columns.input];
    return size - (row % rows.kernel) * columns.kernel - (column % columns.kernel);
  });
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
