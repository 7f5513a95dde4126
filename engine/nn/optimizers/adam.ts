import { bool, numbers, type ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { decayed, defineOptimizer, epsilon, learningRate, weightDecay, type UpdateInputs } from './define.js';

/** Settings of Adam and AdamW; they differ in the default of `weight_decay`. */
export const adamParams = (decay: number) =>
  ({
    lr: learningRate(0.001),
    betas: numbers({
      default: [0.9, 0.999],
      min: 0,
      max: 0.9999999,
      length: 2,
      label: 'Betas',
      help: 'Decay rates of the running means of gradients and of their squares.',
    }),
    eps: epsilon,
    weight_decay: weightDecay(decay),
    amsgrad: bool({
      default: false,
      label: 'AMSGrad',
      help: 'Divides by the largest mean square so far, so that steps do not grow again.',
    }),
  }) as const;

type AdamParams = ParamsOf<ReturnType<typeof adamParams>>;

/** State of Adam and AdamW. */
export const adamSlots = ({ amsgrad }: AdamParams) => [
  'exp_avg',
  'exp_avg_sq',
  ...(amsgrad ? ['max_exp_avg_sq'] : []),
];

/** Scalars of one step that correct the bias of the means, which start at 0. */
export const adamScalars = ({ betas }: AdamParams, lr: number, step: number) => ({
  step_size: lr / (1 - betas[0]! ** step),
  bias_correction2_sqrt: Math.sqrt(1 - betas[1]! ** step),
});

/** The running mean `old` with share `1 − beta` of a fresh value. */
export function blend(b: Builder, old: Value, fresh: Value, beta: number): Value {
  return b.op('Add', [b.op('Mul', [old, b.scalar(beta)]), b.op('Mul', [fresh, b.scalar(1 - beta)])]);
}

/**
 * Moves `param` against `gradient`, divided by the root of its mean square, in PyTorch's order of operations.
 * Kingma and Ba, https://arxiv.org/abs/1412.6980, algorithm 1; AMSGrad: Reddi, Kale and Kumar, arXiv:1904.09237.
 */
export function adamStep(
  b: Builder,
  { param, gradient, slots, scalars }: UpdateInputs,
  { betas, eps, amsgrad }: AdamParams,
) {
  const larger = (x: Value, y: Value) => b.op('Where', [b.op('Greater', [x, y]), x, y]);
  const mean = blend(b, slots['exp_avg']!, gradient, betas[0]!);
  const square = blend(b, slots['exp_avg_sq']!, b.op('Mul', [gradient, gradient]), betas[1]!);
  const largest = amsgrad ? larger(slots['max_exp_avg_sq']!, square) : null;
  const root = b.op('Div', [b.op('Sqrt', [largest ?? square]), scalars['bias_correction2_sqrt']!]);
  const step = b.op('Div', [mean, b.op('Add', [root, b.scalar(eps)])]);
  return {
    param: b.op('Sub', [param, b.op('Mul', [step, scalars['step_size']!])]),
    slots: { exp_avg: mean, exp_avg_sq: square, ...(largest && { max_exp_avg_sq: largest }) },
  };
}

/**
 * Adam; weight decay is part of the gradient.
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export const adam = defineOptimizer({
  type: 'Adam',
  summary: 'Adapts the step size of each parameter to its gradients.',
  params: adamParams(0),
  slots: adamSlots,
  scalars: adamScalars,
  update: (b, inputs, params) =>
    adamStep(b, { ...inputs, gradient: decayed(b, inputs, params.weight_decay) }, params),
});
