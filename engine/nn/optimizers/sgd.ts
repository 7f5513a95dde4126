import { bool } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { decayed, defineOptimizer, learningRate, momentum, weightDecay } from './define.js';

/**
 * Stochastic gradient descent with momentum (Sutskever et al. 2013, in PyTorch's form).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export const sgd = defineOptimizer({
  type: 'SGD',
  summary: 'Moves each parameter against its gradient.',
  isProportional: true,
  params: {
    lr: learningRate(0.01),
    momentum,
    weight_decay: weightDecay(0),
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
    const gradient = decayed(b, inputs, weight_decay);
    const buffer = slots['momentum_buffer'];
    const moved = buffer && b.op('Add', [b.op('Mul', [buffer, b.scalar(momentum)]), gradient]);
    const ahead =
      moved && nesterov ? b.op('Add', [gradient, b.op('Mul', [moved, b.scalar(momentum)])]) : moved;
    return {
      param: b.op('Sub', [param, b.op('Mul', [ahead ?? gradient, scalars['lr']!])]),
      slots: moved ? { momentum_buffer: moved } : {},
    };
  },
});
