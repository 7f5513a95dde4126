import { float } from '../../base/fields.js';
import { defineLoss, reduce, reduction } from './define.js';
import { huber } from './huberLoss.js';
import { l1Loss } from './l1Loss.js';

/**
 * Huber's loss divided by `beta`; L1Loss if `beta` is 0.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html
 */
export const smoothL1Loss = defineLoss({
  type: 'SmoothL1Loss',
  summary: 'L1Loss with a rounded tip, so that steps become smaller near the target.',
  targets: ['values'],
  params: {
    reduction,
    beta: float({
      default: 1,
      min: 0,
      max: 1e9,
      label: 'Beta',
      help: 'Differences below this count as squared ones.',
    }),
  },
  threshold: null,
  accepts: null,
  forward: (b, prediction, target, { beta, ...params }) => {
    if (beta === 0) return l1Loss.forward(b, prediction, target, params);
    const each = b.op('Div', [huber(b, prediction, target, beta), b.scalar(beta)]);
    return reduce(b, each, params.reduction);
  },
});
