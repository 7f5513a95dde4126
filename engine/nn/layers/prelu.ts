import { float, int } from '../../base/fields.js';
import { alongAxis, defineLayer, sizeProblem } from './define.js';

/**
 * `x` above 0, `weight · x` elsewhere, with one learned slope or one for each channel. Shape: any.
 * Weight `[num_parameters]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 */
export const prelu = defineLayer({
  type: 'PReLU',
  category: 'activation',
  summary: 'LeakyReLU that learns its slope for negative numbers.',
  params: {
    num_parameters: int({
      default: 1,
      label: 'Slopes',
      help: '1 for all numbers, or the number of channels for a slope each.',
    }),
    init: float({ default: 0.25, min: -10, max: 10, label: 'Initial slope', help: 'Slope before training.' }),
  },
  check: ({ num_parameters }, input, layer) =>
    num_parameters === 1 ? null : sizeProblem(layer, input, 1, 'num_parameters', num_parameters),
  infer: (_, input) => input,
  parameters: ({ num_parameters, init }) => [
    { name: 'weight', shape: [num_parameters], init: { kind: 'constant', value: init } },
  ],
  forward: ({ b, tensor }, x) => {
    const slopes = alongAxis(b, tensor('weight'), x, 1);
    const above = b.op('Greater', [x, b.scalar(0)]);
    return b.op('Where', [above, x, b.op('Mul', [x, slopes])]);
  },
});
