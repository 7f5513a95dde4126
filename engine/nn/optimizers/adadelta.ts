import { float } from '../../base/fields.js';
import type { Value } from '../../tensor/graph.js';
import { decayed, defineOptimizer, epsilon, learningRate, weightDecay } from './define.js';

/**
 * Adadelta (Zeiler, https://arxiv.org/abs/1212.5701, algorithm 1).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
 */
export const adadelta = defineOptimizer({
  type: 'Adadelta',
  summary: 'Finds the size of each step from recent steps and gradients, without a learning rate to choose.',
  params: {
    lr: learningRate(1),
    rho: float({
      default: 0.9,
      min: 0,
      max: 1,
      label: 'Rho',
      help: 'Decay rate of the running means of squared gradients and squared steps.',
    }),
    eps: { ...epsilon, default: 1e-6 },
    weight_decay: weightDecay(0),
  },
  slots: () => ['square_avg', 'acc_delta'],
  scalars: (_, lr) => ({ lr }),
  update: (b, inputs, { rho, eps, weight_decay }) => {
    const { param, slots, scalars } = inputs;
    const gradient = decayed(b, inputs, weight_decay);
    const blend = (old: Value, fresh: Value) => {
      const square = b.op('Mul', [fresh, fresh]);
      return b.op('Add', [b.op('Mul', [old, b.scalar(rho)]), b.op('Mul', [square, b.scalar(1 - rho)])]);
    };
    const root = (value: Value) => b.op('Sqrt', [b.op('Add', [value, b.scalar(eps)])]);
    const squares = blend(slots['square_avg']!, gradient);
    const step = b.op('Mul', [b.op('Div', [root(slots['acc_delta']!), root(squares)]), gradient]);
    return {
      param: b.op('Sub', [param, b.op('Mul', [step, scalars['lr']!])]),
      slots: { square_avg: squares, acc_delta: blend(slots['acc_delta']!, step) },
    };
  },
});
