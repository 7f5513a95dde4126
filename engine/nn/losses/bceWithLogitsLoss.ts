import { weights } from '../../base/fields.js';
import { weightValues } from './classWeights.js';
import { binary, defineLoss, reduce, reduction } from './define.js';

/**
 * Sigmoid and binary cross-entropy combined, of one logit `[B, 1]`, the log-odds of class 1
 * against class 0, without overflow for large ones.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export const bceWithLogitsLoss = defineLoss({
  type: 'BCEWithLogitsLoss',
  summary: 'For two classes and a single raw score: the model ends in a Linear layer with one output.',
  targets: ['classes'],
  params: {
    pos_weight: weights({
      of: 'positive',
      label: 'Positive weight',
      help: 'How much a sample of class 1 counts, against 1 for class 0. Balanced: negative samples per positive one.',
    }),
    reduction,
  },
  threshold: 0,
  accepts: ['logits'],
  forward: (b, prediction, target, { pos_weight, ...params }) => {
    const [logits, truth] = binary(b, prediction, target);
    const positive = weightValues(b, pos_weight);
    if (!positive) {
      const losses = b.op('Sub', [b.op('Softplus', [logits]), b.op('Mul', [logits, truth])]);
      return reduce(b, losses, params.reduction);
    }
    const one = b.scalar(1);
    const scale = b.op('Add', [one, b.op('Mul', [b.op('Sub', [positive, one]), truth])]);
    const miss = b.op('Mul', [scale, b.op('Softplus', [b.op('Neg', [logits])])]);
    return reduce(b, b.op('Add', [b.op('Mul', [b.op('Sub', [one, truth]), logits]), miss]), params.reduction);
  },
});
