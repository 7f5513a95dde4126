import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * The input itself. Shape: any, unchanged.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export const identity = defineLayer({
  type: 'Identity',
  category: 'shape',
  summary: 'Passes its input on unchanged: holds the place of another layer.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: (_, x) => x,
});
