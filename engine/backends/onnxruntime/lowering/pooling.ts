import { staticShape } from '../../../base/shape.js';
import type { Node, Value } from '../../../tensor/graph.js';
import { sweeps, type Sweep } from '../../../tensor/operators/windows.js';
import { numel, ONNX_TYPE } from '../../../tensor/tensor.js';
import type { NativeBuilder } from './operators.js';

/** Max pooling in the blocked layout where channels fill blocks: convolutions leave their images in it. */
export function lowerMaxPool(b: NativeBuilder, node: Node): void {
  const [x] = node.inputs as [Value];
  if (b.fillBlocks(Number(x.shape[1])) && typeof x.shape[0] === 'number') {
    b.unblocked(b.op('BlockedMaxPool', [b.blocked(x)], node.attributes), node.outputs[0]);
  } else {
    b.add(node);
  }
}

/**
 * The gradient of a max pool, for which onnxruntime has no operator: it goes to the first of equal maxima, as in
 * PyTorch. Where windows overlap, several gradients may go to one position and are summed, which is much
 * slower.
 */
export function lowerMaxPoolGrad(b: NativeBuilder, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, y, g] = inputs as [Value, Value, Value];
  const [full, pooled] = [staticShape(x.shape), staticShape(y.shape)];
  const both = sweeps(x.shape, attributes);
  const positions = both.every(isHalving)
    ? firstOfFour(b, x, y)
    : b.node('MaxPoolWithIndices', [x], attributes)[1]!;
  if (both.every(apart)) {
    // The positions suffice; given the real window, MaxUnpool would first infer an image size and reject small ones.
    b.op('MaxUnpool', [g, positions, b.ints(full)], { kernel_shape: [1, 1] }, out);
    return;
  }
  const zeros = b.op('ConstantOfShape', [b.ints([numel(full)])]);
  const flat = [zeros, b.reshape(positions, [numel(pooled)]), b.reshape(g, [numel(pooled)])];
  b.reshape(b.op('ScatterElements', flat, { axis: 0, reduction: 'add' }), full, out);
}

/**
 * Index in the flat images of each window's first maximum, for adjacent windows of 2 × 2. MaxPool can output these
 * indices too, but with a branch per pixel that the processor mispredicts half of the time; comparing with the
 * maxima of parts of the window takes a third of the time.
 */
function firstOfFour(b: NativeBuilder, x: Value, y: Value): Value {
  const [batch, channels, rows, columns] = staticShape(y.shape) as [number, number, number, number];
  const width = 2 * columns;
  const blocked = b.fillBlocks(channels);
  const [images, maxima] = blocked ? [b.blocked(x), b.blocked(y)] : [x, y];
  const largest = (kernel_shape: readonly number[]) =>
    b.op(blocked ? 'BlockedMaxPool' : 'MaxPool', [images], { kernel_shape, strides: [2, 2] });
  const asNumber = (condition: Value) => b.op('Cast', [condition], { to: ONNX_TYPE.float32 });
  const below = (part: Value) => asNumber(b.op('Greater', [maxima, part]));

  // If the upper row lacks the maximum, it is below, and on the left if the left column has it. Otherwise it is
  // on the left if the first pixel has it.
  const lower = below(largest([1, 2]));
  const notFirst = below(largest([1, 1]));
  const left = asNumber(b.op('Equal', [maxima, largest([2, 1])]));
  const within = b.op('Add', [b.op('Mul', [lower, b.op('Sub', [b.scalar(width), left])]), notFirst]);

  const corners = Array.from(
    { length: rows * columns },
    (_, i) => 2 * (Math.floor(i / columns) * width + (i % columns)),
  );
  const plain = blocked ? b.unblocked(within) : within;
  const inPlane = b.op('Add', [plain, b.floats(corners, [rows, columns])]);
  const planes = Array.from({ length: batch * channels }, (_, i) => i * 4 * rows * columns);
  const whole = b.op('Cast', [inPlane], { to: ONNX_TYPE.int64 });
  return b.op('Add', [whole, b.reshape(b.ints(planes), [batch, channels, 1, 1])]);
}

/** Windows of two neighbors, side by side, that fill the axis. */
function isHalving({ input, kernel, stride, dilation, before, after }: Sweep): boolean {
  const pairs = kernel === 2 && stride === 2 && dilation === 1;
  return pairs && before === 0 && after === 0 && input % 2 === 0;
}

/** Every element belongs to one window at most. */
function apart({ kernel, stride, dilation }: Sweep): boolean {
  return dilation * (kernel - 1) < stride;
}
