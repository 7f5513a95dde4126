import { bool, choice } from '../../base/fields.js';
import { defineLoss, reduce, reduction } from './define.js';

/** The least probability whose logarithm is taken; times 0, any finite one is 0. */
const TINY = 1e-38;

/**
 * `Σ t · (log t − x)` of target probabilities `t` and log-probabilities `x`, both `[B, C]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html
 */
export const klDivLoss = defineLoss({
  type: 'KLDivLoss',
  summary:
    'For target columns that are the probabilities of classes: the model ends in LogSoftmax. With a single class as the target, it is NLLLoss.',
  targets: ['values'],
  within: ({ log_target }) => (log_target ? [-Infinity, 0] : [0, 1]),
  params: {
    reduction: choice({
      ...reduction,
      options: ['mean', 'sum', 'batchmean'],
      help: 'How the losses of a batch become one number. Only batchmean, a mean over samples, is the divergence itself.',
    }),
    log_target: bool({
      default: false,
      label: 'Logarithms as targets',
      help: 'The target columns hold log-probabilities.',
    }),
  },
  threshold: null,
  accepts: ['log_probabilities'],
  forward: (b, prediction, target, { reduction: how, log_target }) => {
    const truth = log_target ? b.op('Exp', [target]) : target;
    const logarithm = log_target
      ? target
      : b.op('Log', [b.op('Clip', [target, b.scalar(TINY), b.scalar(2)])]);
    const losses = b.op('Mul', [truth, b.op('Sub', [logarithm, prediction])]);
    return how === 'batchmean'
      ? reduce(b, b.op('ReduceSum', [losses, b.ints([1])], { keepdims: 0 }), 'mean')
      : reduce(b, losses, how);
  },
});
