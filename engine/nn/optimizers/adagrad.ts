import { float } from '../../base/fields.js';
import { decayed, defineOptimizer, epsilon, learningRate, weightDecay } from './define.js';

/**
 * Adagrad (Duchi, Hazan and Singer 2011, in PyTorch's form).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
 */
export const adagrad = defineOptimizer({
  type: 'Adagrad',
  summary: 'Divides each step by the root of the sum of all squared gradients so far.',
  params: {
    lr: learningRate(0.01),
    lr_decay: float({
      default: 0,
      min: 0,
      max: 1e3,
      label: 'Rate decay',
      help: 'Divides the learning rate of step t by 1 + (t − 1) times this.',
    }),
    weight_decay: weightDecay(0),
    eps: { ...epsilon, default: 1e-10 },
  },
  slots: () => ['sum'],
  scalars: ({ lr_decay }, lr, step) => ({ lr: lr / (1 + (step - 1) * lr_decay) }),
  update: (b, inputs, { weight_decay, eps }) => {
    const { param, slots, scalars } = inputs;
    const gradient = decayed(b, inputs, weight_decay);
    const sum = b.op('Add', [slots['sum']!, b.op('Mul', [gradient, gradient])]);
    const step = b.op('Div', [gradient, b.op('Add', [b.op('Sqrt', [sum]), b.scalar(eps)])]);
    return { param: b.op('Sub', [param, b.op('Mul', [step, scalars['lr']!])]), slots: { sum } };
  },
});
