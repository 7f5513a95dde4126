import { staticShape } from '../../../base/shape.js';
import { number, type Node, type Value } from '../../../tensor/graph.js';
import type { NativeBuilder } from './operators.js';

/**
 * A linear layer's product `x Wᵀ + b`. onnxruntime packs the second factor before it multiplies, for
 * trainable weights at every step. If the weights are the larger factor, the product is therefore computed
 * transposed, as `(W xᵀ + b)ᵀ`: the samples are packed, and only the small result is transposed.
 */
export function lowerGemm(b: NativeBuilder, node: Node): void {
  const { inputs, attributes, outputs } = node;
  const [x, w, bias] = inputs as [Value, Value, Value | undefined];
  const batch = x.shape[0]!;
  const [features] = staticShape(w.shape) as [number];
  const linear = number(attributes, 'transA') === 0 && number(attributes, 'transB') === 1;
  const plain = number(attributes, 'alpha') === 1 && number(attributes, 'beta') === 1;
  const perFeature = !bias || (bias.shape.length === 1 && Number(bias.shape[0]) === features);
  const larger = typeof batch === 'number' && features > batch && b.constantOf(w) === null;
  if (!linear || !plain || !perFeature || !larger) {
    b.add(node);
    return;
  }
  const column = bias ? [b.reshape(bias, [features, 1])] : [];
  const product = b.op('Gemm', [w, x, ...column], { transB: 1 });
  b.op('Transpose', [product], { perm: [1, 0] }, outputs[0]);
}
