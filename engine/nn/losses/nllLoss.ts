import { defineLoss, highestScore } from './define.js';
import { ONNX_TYPE } from '../../tensor/onnx/onnxType.js';
import { staticDim } from '../../base/shape.js';
import { float32 } from '../../tensor/tensor.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/**
 * Negative log-likelihood of log-probabilities `[B, C]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export const nllLoss = defineLoss({
  type: 'NLLLoss',
  summary: 'For log-probabilities: the model ends in LogSoftmax.',
  target: 'classes',
  params: {},
  oneLogit: false,
  lastLayer: { required: 'LogSoftmax', refused: [] },
  forward: negativeLogLikelihood,
  predictedClass: highestScore,
});

/** Mean over the batch of `−log p(target)`, from log-probabilities `[B, C]` and class indices `[B]`. */
export function negativeLogLikelihood(b: Builder, logProbabilities: Value, target: Value): Value {
  const depth = b.ints([staticDim(logProbabilities.shape, 1)]);
  // onnxruntime supports OneHot for int64 classes only.
  const classes = b.op('Cast', [target], { to: ONNX_TYPE.int64 });
  const chosen = b.op('OneHot', [classes, depth, b.constant(float32([2], [0, 1]))]);
  const picked = b.op('ReduceSum', [b.op('Mul', [logProbabilities, chosen]), b.ints([1])], { keepdims: 0 });
  return b.op('Neg', [b.op('ReduceMean', [picked, b.ints([0])], { keepdims: 0 })], {}, 'loss');
}
