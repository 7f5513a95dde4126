import { adamParams, adamScalars, adamSlots, adamStep } from './adam.js';
import { defineOptimizer } from './define.js';

/**
 * Adam with weight decay decoupled from the gradient (Loshchilov and Hutter, https://arxiv.org/abs/1711.05101).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export const adamW = defineOptimizer({
  type: 'AdamW',
  summary: 'Adam with weight decay decoupled from the gradient.',
  params: adamParams(0.01),
  slots: adamSlots,
  scalars: (params, lr, step) => ({
    ...adamScalars(params, lr, step),
    shrink: 1 - lr * params.weight_decay,
  }),
  update: (b, inputs, params) => {
    const param = b.op('Mul', [inputs.param, inputs.scalars['shrink']!]);
    return adamStep(b, { ...inputs, param }, params);
  },
});
