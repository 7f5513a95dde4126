import { defineLayer } from './define.js';
import { alongAxis } from './softmax.js';

/**
 * Softmax of `−x` along `dim`. Shape: any; output from 0 to 1, summing to 1 along `dim`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmin.html
 */
export const softmin = defineLayer({
  type: 'Softmin',
  ...alongAxis,
  summary: 'Softmax that gives the smallest number the highest probability.',
  scores: 'probabilities',
  logits: (b, x) => b.op('Neg', [x]),
  forward: ({ b }, x, p) => b.op('Softmax', [b.op('Neg', [x])], { axis: p.dim }),
});
