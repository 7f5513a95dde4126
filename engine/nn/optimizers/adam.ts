import { adamParams, adamScalars, adamStep } from './adamStep.js';
import { decayed, defineOptimizer } from './define.js';

/**
 * Adam; weight decay is part of the gradient.
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export const adam = defineOptimizer({
  type: 'Adam',
  summary: 'Adapts the step size of each parameter to its gradients.',
  params: adamParams(0),
  slots: () => ['exp_avg', 'exp_avg_sq'],
  scalars: adamScalars,
  update: (b, inputs, params) =>
    adamStep(b, { ...inputs, gradient: decayed(b, inputs, params.weight_decay) }, params),
});
