import { float } from '../../base/fields.js';
import { sampleWeights, weight, weightValues } from './classWeights.js';
import { defineLoss, reduce, reduction } from './define.js';
import { nllLoss } from './nllLoss.js';

/**
 * Log-softmax and negative log-likelihood of logits `[B, C]` combined.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export const crossEntropyLoss = defineLoss({
  type: 'CrossEntropyLoss',
  summary: 'For raw scores (logits): the model ends in a Linear layer.',
  targets: ['classes'],
  params: {
    weight,
    reduction,
    label_smoothing: float({
      default: 0,
      min: 0,
      max: 1,
      label: 'Label smoothing',
      help: 'Share of the target that is spread over all classes.',
    }),
  },
  threshold: null,
  // A probability of its own in each output is unusual but has its use: it bounds the scores.
  accepts: ['logits', 'probability'],
  forward: (b, prediction, target, { label_smoothing, ...params }) => {
    const logProbabilities = b.op('LogSoftmax', [prediction], { axis: 1 });
    const loss = nllLoss.forward(b, logProbabilities, target, params);
    if (label_smoothing === 0) return loss;
    const classWeights = weightValues(b, params.weight);
    const weighted = classWeights ? b.op('Mul', [logProbabilities, classWeights]) : logProbabilities;
    const each = b.op('Neg', [b.op('ReduceMean', [weighted, b.ints([1])], { keepdims: 0 })]);
    const spread = reduce(b, each, params.reduction, sampleWeights(b, target, params));
    return b.op('Add', [
      b.op('Mul', [loss, b.scalar(1 - label_smoothing)]),
      b.op('Mul', [spread, b.scalar(label_smoothing)]),
    ]);
  },
  weights: (b, target, params) => sampleWeights(b, target, params),
});
