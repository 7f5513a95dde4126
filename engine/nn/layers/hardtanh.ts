import { float } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `x` clamped to `min_val` and `max_val`. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 */
export const hardtanh = defineLayer({
  type: 'Hardtanh',
  category: 'activation',
  summary: 'Clamps numbers to a range, by default −1 to 1.',
  params: {
    min_val: float({
      default: -1,
      min: -1e6,
      max: 1e6,
      label: 'Minimum',
      help: 'Smaller numbers become this.',
    }),
    max_val: float({
      default: 1,
      min: -1e6,
      max: 1e6,
      label: 'Maximum',
      help: 'Larger numbers become this.',
    }),
  },
  check: ({ min_val, max_val }, _, layer) =>
    min_val < max_val
      ? null
      : problem(
          'bad-shape/bounds',
          { lower: 'min_val', upper: 'max_val', values: [min_val, max_val] },
          { where: layer },
        ),
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: ({ b }, x, p) => b.op('Clip', [x, b.scalar(p.min_val), b.scalar(p.max_val)]),
});
