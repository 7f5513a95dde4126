import type { Node, Value } from '../../../graph/graph.js';
import { staticShape } from '../../../graph/shape.js';
import { numel } from '../../../graph/tensor.js';
import { sweeps, type Sweep } from '../../../ops/window.js';
import type { Emitter } from './emitter.js';

/**
 * The gradient of a max pool, for which onnxruntime has no operator: it goes to the positions that MaxPool tells,
 * the first of equal maxima as in PyTorch. Where windows overlap, several gradients may meet in one position and
 * are added up, which is much slower.
 */
export function lowerMaxPoolGrad(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, y, g] = inputs as [Value, Value, Value];
  const [full, pooled] = [staticShape(x.shape), staticShape(y.shape)];
  const [, positions] = e.maxPool(x, attributes, pooled);
  if (sweeps(x.shape, attributes).every(apart)) {
    // The positions say all; from a real window MaxUnpool would first guess an image, and refuse small ones.
    e.emit('MaxUnpool', [g, positions, e.ints(full)], { kernel_shape: [1, 1] }, out!);
    return;
  }
  const zeros = e.emit('ConstantOfShape', [e.ints([numel(full)])], {}, [numel(full)]);
  const flat = [zeros, e.reshape(positions, [numel(pooled)]), e.reshape(g, [numel(pooled)])];
  e.reshape(e.emit('ScatterElements', flat, { axis: 0, reduction: 'add' }, [numel(full)]), out!);
}

/** Every element belongs to one window at most. */
function apart({ kernel, stride, dilation }: Sweep): boolean {
  return dilation * (kernel - 1) < stride;
}
