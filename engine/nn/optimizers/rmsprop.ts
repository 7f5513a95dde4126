import { bool, float } from '../../base/fields.js';
import { decayed, defineOptimizer, epsilon, learningRate, momentum, weightDecay } from './define.js';

/**
 * RMSprop (Hinton, Neural Networks for Machine Learning, lecture 6; centered: Graves, arXiv:1308.0850).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export const rmsprop = defineOptimizer({
  type: 'RMSprop',
  summary: 'Divides each step by the recent magnitude of the gradient.',
  params: {
    lr: learningRate(0.01),
    alpha: float({
      default: 0.99,
      min: 0,
      max: 1,
      label: 'Alpha',
      help: 'Decay rate of the running mean square.',
    }),
    eps: epsilon,
    weight_decay: weightDecay(0),
    momentum,
    centered: bool({
      default: false,
      label: 'Centered',
      help: 'Divides by the standard deviation of the gradient.',
    }),
  },
  slots: ({ momentum, centered }) => [
    'square_avg',
    ...(momentum > 0 ? ['momentum_buffer'] : []),
    ...(centered ? ['grad_avg'] : []),
  ],
  scalars: (_, lr) => ({ lr }),
  update: (b, inputs, { alpha, eps, weight_decay, momentum, centered }) => {
    const { param, slots, scalars } = inputs;
    const gradient = decayed(b, inputs, weight_decay);
    const blend = (name: string, fresh: typeof gradient) =>
      b.op('Add', [b.op('Mul', [slots[name]!, b.scalar(alpha)]), b.op('Mul', [fresh, b.scalar(1 - alpha)])]);
    const square = blend('square_avg', b.op('Mul', [gradient, gradient]));
    const mean = centered ? blend('grad_avg', gradient) : null;
    const spread = mean ? b.op('Sub', [square, b.op('Mul', [mean, mean])]) : square;
    const scaled = b.op('Div', [gradient, b.op('Add', [b.op('Sqrt', [spread]), b.scalar(eps)])]);
    const kept =
      momentum > 0
        ? b.op('Add', [b.op('Mul', [slots['momentum_buffer']!, b.scalar(momentum)]), scaled])
        : null;
    return {
      param: b.op('Sub', [param, b.op('Mul', [kept ?? scaled, scalars['lr']!])]),
      slots: {
        square_avg: square,
        ...(kept && { momentum_buffer: kept }),
        ...(mean && { grad_avg: mean }),
      },
    };
  },
});
