import { float, type ParamsOf } from '../../base/fields.js';
import type { Value } from '../../tensor/graph.js';
import { adamParams, blend } from './adam.js';
import { decayed, defineOptimizer, learningRate } from './define.js';

const { amsgrad: _, ...common } = adamParams(0);
const params = {
  ...common,
  lr: learningRate(2e-3),
  momentum_decay: float({
    default: 4e-3,
    min: 0,
    max: 100,
    label: 'Momentum decay',
    help: 'Speed at which the momentum grows from half of the first beta to the whole of it.',
  }),
};

/** Below this, the product of momenta no longer changes `1 − product`, and further factors need no computing. */
const NEGLIGIBLE = 1e-17;

function scalars({ betas, momentum_decay }: ParamsOf<typeof params>, lr: number, step: number) {
  const momentum = (t: number) => betas[0]! * (1 - 0.5 * 0.96 ** (t * momentum_decay));
  let product = 1;
  for (let t = 1; t <= step && product > NEGLIGIBLE; t++) product *= momentum(t);
  const next = momentum(step + 1);
  return {
    gradient_rate: (lr * (1 - momentum(step))) / (1 - product),
    mean_rate: (lr * next) / (1 - product * next),
    bias_correction2: 1 - betas[1]! ** step,
  };
}

/**
 * NAdam: Adam with Nesterov's momentum (Dozat 2016, https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.NAdam.html
 */
export const nadam = defineOptimizer({
  type: 'NAdam',
  summary: 'Adam that looks ahead by its momentum, as Nesterov’s method does.',
  params,
  slots: () => ['exp_avg', 'exp_avg_sq'],
  scalars,
  update: (b, inputs, { betas, eps, weight_decay }) => {
    const { param, slots, scalars } = inputs;
    const gradient = decayed(b, inputs, weight_decay);
    const mean = blend(b, slots['exp_avg']!, gradient, betas[0]!);
    const square = blend(b, slots['exp_avg_sq']!, b.op('Mul', [gradient, gradient]), betas[1]!);
    const root = b.op('Sqrt', [b.op('Div', [square, scalars['bias_correction2']!])]);
    const scale = b.op('Add', [root, b.scalar(eps)]);
    const toward = (value: Value, rate: string) => b.op('Mul', [b.op('Div', [value, scale]), scalars[rate]!]);
    const moved = b.op('Sub', [param, toward(gradient, 'gradient_rate')]);
    return {
      param: b.op('Sub', [moved, toward(mean, 'mean_rate')]),
      slots: { exp_avg: mean, exp_avg_sq: square },
    };
  },
});
