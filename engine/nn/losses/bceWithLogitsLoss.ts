import { ONNX_TYPE } from '../../tensor/onnx/onnxType.js';
import { defineLoss } from './define.js';

/**
 * Sigmoid and binary cross-entropy of one logit `[B, 1]` combined: the logit is the log-odds of class 1 against
 * class 0. Computed as `softplus(x) − x·y`, which does not overflow for large logits.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export const bceWithLogitsLoss = defineLoss({
  type: 'BCEWithLogitsLoss',
  summary: 'For two classes and a single raw score: the model ends in a Linear layer with one output.',
  target: 'classes',
  params: {},
  oneLogit: true,
  lastLayer: { required: null, refused: ['Sigmoid', 'Hardsigmoid', 'LogSoftmax', 'Softmax', 'Softmin'] },
  forward: (b, prediction, target) => {
    const logits = b.op('Reshape', [prediction, b.ints([-1])]);
    const truth = b.op('Cast', [target], { to: ONNX_TYPE.float32 });
    const each = b.op('Sub', [b.op('Softplus', [logits]), b.op('Mul', [logits, truth])]);
    return b.op('ReduceMean', [each, b.ints([0])], { keepdims: 0 }, 'loss');
  },
  predictedClass: (b, prediction) => {
    const logits = b.op('Reshape', [prediction, b.ints([-1])]);
    return b.op('Cast', [b.op('Greater', [logits, b.scalar(0)])], { to: ONNX_TYPE.int64 });
  },
});
