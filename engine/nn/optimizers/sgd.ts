import { bool, float } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { decayed, defineOptimizer } from './define.js';

/**
 * Stochastic gradient descent with momentum (Sutskever et al. 2013, in PyTorch's form).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export const sgd = defineOptimizer({
  type: 'SGD',
  summary: 'Moves each parameter against its gradient.',
  params: {
    lr: float({ default: 0.01, min: 0, max: 1e9, label: 'Learning rate', help: 'Size of each step.' }),
    momentum: float({
      default: 0,
      min: 0,
      max: 1,
      label: 'Momentum',
      help: 'Share of the previous step kept.',
    }),
    weight_decay: float({
      default: 0,
      min: 0,
      max: 10,
      label: 'Weight decay',
      help: 'Pulls parameters toward 0.',
    }),
    nesterov: bool({ default: false, label: 'Nesterov', help: 'Looks ahead by one step of momentum.' }),
  },
  check: ({ momentum, nesterov }) =>
    nesterov && momentum === 0
      ? problem('bad-project/nesterov', {}, { where: { kind: 'project', path: ['training', 'optimizer'] } })
      : null,
  slots: ({ momentum }) => (momentum === 0 ? [] : ['momentum_buffer']),
  scalars: (_, lr) => ({ lr }),
  update: (b, inputs, { momentum, weight_decay, nesterov }) => {
    const { param, slots, scalars } = inputs;
    const slope = decayed(b, inputs, weight_decay);
    const buffer = slots['momentum_buffer'];
    const moved = buffer && b.op('Add', [b.op('Mul', [buffer, b.scalar(momentum)]), slope]);
    const ahead = moved && nesterov ? b.op('Add', [slope, b.op('Mul', [moved, b.scalar(momentum)])]) : moved;
    return {
      param: b.op('Sub', [param, b.op('Mul', [ahead ?? slope, scalars['lr']!])]),
      slots: moved ? { momentum_buffer: moved } : {},
    };
  },
});
