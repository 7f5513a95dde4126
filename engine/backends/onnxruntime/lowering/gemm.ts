import { type Node, type Value, number } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import type { Emitter } from './emitter.js';

/**
 * A linear layer's product `x Wᵀ + b`. onnxruntime packs the second factor before it multiplies; weights that learn it
 * would pack at every step. So where they are the larger factor the product is turned over, `(W xᵀ + b)ᵀ`: the
 * samples are packed, and only the small result is transposed.
 */
export function lowerGemm(e: Emitter, { inputs, attributes, outputs: [out] }: Node): void {
  const [x, w, bias] = inputs as [Value, Value, Value | undefined];
  const batch = x.shape[0]!;
  const [features] = staticShape(w.shape) as [number];
  const linear = number(attributes, 'transA') === 0 && number(attributes, 'transB') === 1;
  const plain = number(attributes, 'alpha') === 1 && number(attributes, 'beta') === 1;
  const perFeature = !bias || (bias.shape.length === 1 && Number(bias.shape[0]) === features);
  const larger = typeof batch === 'number' && features > batch && e.trainable(w);
  if (!linear || !plain || !perFeature || !larger) {
    e.emit('Gemm', inputs, attributes, out!);
    return;
  }
  const column = bias ? [e.reshape(bias, [features, 1])] : [];
  const turned = e.emit('Gemm', [w, x, ...column], { transB: 1 }, [features, batch]);
  e.emit('Transpose', [turned], { perm: [1, 0] }, out!);
}
