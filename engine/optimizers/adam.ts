import { float, numbers } from '../fields.js';
import type { Value } from '../graph/graph.js';
import { defineOptimizer } from './define.js';

/**
 * Adam (Kingma and Ba, https://arxiv.org/abs/1412.6980), in PyTorch's order of operations.
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export const adam = defineOptimizer({
  type: 'Adam',
  summary: 'Gives each parameter its own step length.',
  params: {
    lr: float({ default: 0.001, min: 0, max: 1e9, label: 'Learning rate', help: 'Length of each step.' }),
    betas: numbers({
      default: [0.9, 0.999],
      min: 0,
      max: 0.9999999,
      length: 2,
      label: 'Betas',
      help: 'How long means of gradients and of their squares remember.',
    }),
    eps: float({
      default: 1e-8,
      min: 0,
      max: 1,
      label: 'Epsilon',
      help: 'Keeps the division from blowing up.',
    }),
    weight_decay: float({
      default: 0,
      min: 0,
      max: 10,
      label: 'Weight decay',
      help: 'Pulls parameters towards 0.',
    }),
  },
  slots: () => ['exp_avg', 'exp_avg_sq'],
  scalars: ({ betas }, lr, step) => ({
    step_size: lr / (1 - betas[0]! ** step),
    bias_correction2_sqrt: Math.sqrt(1 - betas[1]! ** step),
  }),
  update: (b, { param, gradient, slots, scalars }, { betas, eps, weight_decay }) => {
    const g =
      weight_decay === 0 ? gradient : b.op('Add', [gradient, b.op('Mul', [param, b.scalar(weight_decay)])]);
    const blend = (old: Value, fresh: Value, beta: number) =>
      b.op('Add', [b.op('Mul', [old, b.scalar(beta)]), b.op('Mul', [fresh, b.scalar(1 - beta)])]);
    const mean = blend(slots['exp_avg']!, g, betas[0]!);
    const square = blend(slots['exp_avg_sq']!, b.op('Mul', [g, g]), betas[1]!);
    const root = b.op('Div', [b.op('Sqrt', [square]), scalars['bias_correction2_sqrt']!]);
    const step = b.op('Div', [mean, b.op('Add', [root, b.scalar(eps)])]);
    return {
      param: b.op('Sub', [param, b.op('Mul', [step, scalars['step_size']!])]),
      slots: { exp_avg: mean, exp_avg_sq: square },
    };
  },
});
