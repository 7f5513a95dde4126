import { expect, it } from 'vitest';
import { gradients } from '../../../tensor/autodiff.js';
import { createBuilder } from '../../../tensor/operators/index.js';
import { lower } from './index.js';

/** Number of nodes of a convolution's filter gradient, for a batch of images. */
function nodes(batch: number): number {
  const b = createBuilder();
  const [x, w] = [b.input('x', 'float32', [batch, 32, 32, 32]), b.input('w', 'float32', [32, 32, 3, 3])];
  const y = b.op('Conv', [x, w], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  const [slope] = gradients(b, b.op('ReduceSum', [y], { keepdims: 0 }), [w]);
  return lower(b.build([slope!]), null).nodes.length;
}

it('uses larger chunks, not ever more nodes, for a larger batch: opening a session takes quadratic time', () => {
  expect(nodes(32)).toBeLessThan(nodes(64));
  expect(nodes(50_000)).toBeLessThan(nodes(64) * 1.1);
});
