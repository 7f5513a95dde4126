import { defineLayer, NO_PARAMETERS, rankProblem } from './define.js';
import { drop, DROPOUT_PARAMS } from './dropout.js';

/**
 * While training, zeroes whole channels of each sample with probability `p` and scales the rest by 1/(1−p).
 * Shape: `[B, C, H, W]`, unchanged.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
 */
export const dropout2d = defineLayer({
  type: 'Dropout2d',
  category: 'regularization',
  summary:
    'Zeroes random channels while training; neighboring pixels are too alike to be dropped one by one.',
  params: DROPOUT_PARAMS,
  check: (_, input, layer) => rankProblem(layer, input, [4], '[B, C, H, W]'),
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: (context, x, { p }) => drop(context, x, p, [...x.shape.slice(0, 2), 1, 1]),
});
