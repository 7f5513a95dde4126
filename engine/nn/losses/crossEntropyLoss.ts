import { float } from '../../base/fields.js';
import { negativeLogLikelihood } from './nllLoss.js';
import { defineLoss, highestScore } from './define.js';

/**
 * Log-softmax and negative log-likelihood of logits `[B, C]` combined.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export const crossEntropyLoss = defineLoss({
  type: 'CrossEntropyLoss',
  summary: 'For raw scores (logits): the model ends in a Linear layer.',
  target: 'classes',
  params: {
    label_smoothing: float({
      default: 0,
      min: 0,
      max: 1,
      label: 'Label smoothing',
      help: 'Share of the target that is spread over all classes.',
    }),
  },
  oneLogit: false,
  lastLayer: { required: null, refused: ['LogSoftmax', 'Softmax', 'Softmin'] },
  forward: (b, prediction, target, { label_smoothing }) => {
    const logProbabilities = b.op('LogSoftmax', [prediction], { axis: 1 });
    const loss = negativeLogLikelihood(b, logProbabilities, target);
    if (label_smoothing === 0) return loss;
    const spread = b.op('Neg', [b.op('ReduceMean', [logProbabilities], { keepdims: 0 })]);
    return b.op('Add', [
      b.op('Mul', [loss, b.scalar(1 - label_smoothing)]),
      b.op('Mul', [spread, b.scalar(label_smoothing)]),
    ]);
  },
  predictedClass: highestScore,
});
