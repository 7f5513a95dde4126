import { defineLayer, NO_PARAMETERS } from './define.js';
import { ramp } from './hardsigmoid.js';

/**
 * `x · hardsigmoid(x)`, elementwise. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
export const hardswish = defineLayer({
  type: 'Hardswish',
  category: 'activation',
  summary: 'SiLU without exponentials, as in MobileNetV3.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: ({ b }, x) => b.op('Mul', [x, ramp(b, x)]),
});
