import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { binary, defineLoss, reduce, reduction } from './define.js';
import { ONNX_TYPE } from '../../tensor/tensor.js';

/** Below this, a logarithm counts as −100: PyTorch's bound, without which a wrong certainty would cost infinity. */
const TINY = 1e-38;
const LEAST = -100;

/** `max(log p, −100)`; its slope at 0 is 0. */
function boundedLog(b: Builder, p: Value): Value {
  const below = b.op('Cast', [b.op('Less', [p, b.scalar(TINY)])], { to: ONNX_TYPE.float32 });
  const logarithm = b.op('Log', [b.op('Clip', [p, b.scalar(TINY), b.scalar(2)])]);
  return b.op('Add', [logarithm, b.op('Mul', [below, b.scalar(LEAST - Math.log(TINY))])]);
}

/**
 * Binary cross-entropy of probabilities. For two classes there is one `[B, 1]`: that of class 1.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 */
export const bceLoss = defineLoss({
  type: 'BCELoss',
  summary:
    'For two classes and a single probability: the model ends in Linear with one output, then Sigmoid.',
  targets: ['classes', 'values'],
  within: () => [0, 1],
  params: { reduction },
  threshold: 0.5,
  accepts: ['probability'],
  forward: (b, prediction, target, params) => {
    const [p, truth] = binary(b, prediction, target);
    const not = (value: Value) => b.op('Sub', [b.scalar(1), value]);
    const yes = b.op('Mul', [truth, boundedLog(b, p)]);
    const no = b.op('Mul', [not(truth), boundedLog(b, not(p))]);
    return reduce(b, b.op('Neg', [b.op('Add', [yes, no])]), params.reduction);
  },
});
