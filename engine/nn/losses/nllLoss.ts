import { staticDim } from '../../base/shape.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { float32, ONNX_TYPE } from '../../tensor/tensor.js';
import { sampleWeights, weight } from './classWeights.js';
import { defineLoss, reduce, reduction } from './define.js';

/**
 * Negative log-likelihood of log-probabilities `[B, C]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export const nllLoss = defineLoss({
  type: 'NLLLoss',
  summary: 'For log-probabilities: the model ends in LogSoftmax.',
  targets: ['classes'],
  params: { weight, reduction },
  threshold: null,
  accepts: ['log_probabilities'],
  forward: (b, prediction, target, params) => {
    const losses = negativeLogLikelihoods(b, prediction, target);
    const weights = sampleWeights(b, target, params);
    return reduce(b, weights ? b.op('Mul', [losses, weights]) : losses, params.reduction, weights);
  },
  weights: (b, target, params) => sampleWeights(b, target, params),
});

/** `−log p(target)` of each sample `[B]`, from log-probabilities `[B, C]` and class indices `[B]`. */
function negativeLogLikelihoods(b: Builder, logProbabilities: Value, target: Value): Value {
  const depth = b.ints([staticDim(logProbabilities.shape, 1)]);
  // onnxruntime supports OneHot for int64 classes only.
  const classes = b.op('Cast', [target], { to: ONNX_TYPE.int64 });
  const chosen = b.op('OneHot', [classes, depth, b.constant(float32([2], [0, 1]))]);
  const picked = b.op('ReduceSum', [b.op('Mul', [logProbabilities, chosen]), b.ints([1])], { keepdims: 0 });
  return b.op('Neg', [picked]);
}
