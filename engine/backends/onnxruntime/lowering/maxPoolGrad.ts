import type { Node, Value } from '../../../tensor/graph.js';
import { ONNX_TYPE } from '../../../tensor/onnx/onnxType.js';
import { staticShape } from '../../../base/shape.js';
import { numel } from '../../../tensor/tensor.js';
import { sweeps, type Sweep } from '../../../tensor/operators/windows.js';
import type { Emitter } from './emitter.js';

/**
 * The gradient of a max pool, for which onnxruntime has no operator: it goes to the first of equal maxima, as in
 * PyTorch. Where windows overlap, several gradients may meet in one position and are added up, which is much
 * slower.
 */
export function lowerMaxPoolGrad(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, y, g] = inputs as [Value, Value, Value];
  const [full, pooled] = [staticShape(x.shape), staticShape(y.shape)];
  const both = sweeps(x.shape, attributes);
  const positions = both.every(isHalving) ? firstOfFour(e, x, y) : e.maxPool(x, attributes, pooled)[1];
  if (both.every(apart)) {
    // The positions say all; from a real window MaxUnpool would first guess an image, and refuse small ones.
    e.emit('MaxUnpool', [g, positions, e.ints(full)], { kernel_shape: [1, 1] }, out!);
    return;
  }
  const zeros = e.emit('ConstantOfShape', [e.ints([numel(full)])], {}, [numel(full)]);
  const flat = [zeros, e.reshape(positions, [numel(pooled)]), e.reshape(g, [numel(pooled)])];
  e.reshape(e.emit('ScatterElements', flat, { axis: 0, reduction: 'add' }, [numel(full)]), out!);
}

/**
 * Where in the flat images the first of the largest lies, for windows of 2 × 2 side by side. MaxPool's own indices
 * say it too, but it finds them with a branch for every pixel, which a processor guesses wrong for half of them;
 * comparing with the maxima of parts of the window takes a third of the time.
 */
function firstOfFour(e: Emitter, x: Value, y: Value): Value {
  const [batch, channels, rows, columns] = staticShape(y.shape) as [number, number, number, number];
  const shape = [batch, channels, rows, columns];
  const width = 2 * columns;
  const blocked = e.fillBlocks(channels);
  const [images, maxima] = blocked ? [e.blocked(x), e.blocked(y)] : [x, y];
  const largest = (kernel_shape: readonly number[]) =>
    e.emit(blocked ? 'BlockedMaxPool' : 'MaxPool', [images], { kernel_shape, strides: [2, 2] }, shape);
  const asNumber = (condition: Value) => e.emit('Cast', [condition], { to: ONNX_TYPE.float32 }, shape);
  const below = (part: Value) => asNumber(e.emit('Greater', [maxima, part], {}, shape, 'bool'));
  const combine = (op: 'Add' | 'Mul' | 'Sub', a: Value, b: Value) => e.emit(op, [a, b], {}, shape);

  // The upper row misses the maximum: it is below. Then it is on the left if the left column has it; and in the
  // upper row if the first pixel has it.
  const lower = below(largest([1, 2]));
  const notFirst = below(largest([1, 1]));
  const left = asNumber(e.emit('Equal', [maxima, largest([2, 1])], {}, shape, 'bool'));
  const within = combine('Add', combine('Mul', lower, combine('Sub', e.scalar(width), left)), notFirst);

  const corners = Array.from(
    { length: rows * columns },
    (_, i) => 2 * (Math.floor(i / columns) * width + (i % columns)),
  );
  const plain = blocked ? e.unblocked(within, shape) : within;
  const inPlane = combine('Add', plain, e.floats(corners, [rows, columns]));
  const planes = Array.from({ length: batch * channels }, (_, i) => i * 4 * rows * columns);
  const whole = e.emit('Cast', [inPlane], { to: ONNX_TYPE.int64 }, shape, 'int64');
  return e.emit('Add', [whole, e.reshape(e.ints(planes), [batch, channels, 1, 1])], {}, shape, 'int64');
}

/** Windows of two neighbours, side by side, that fill the axis. */
function isHalving({ input, kernel, stride, dilation, before, after }: Sweep): boolean {
  const pairs = kernel === 2 && stride === 2 && dilation === 1;
  return pairs && before === 0 && after === 0 && input % 2 === 0;
}

/** Every element belongs to one window at most. */
function apart({ kernel, stride, dilation }: Sweep): boolean {
  return dilation * (kernel - 1) < stride;
}
