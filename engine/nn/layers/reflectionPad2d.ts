import { defineLayer } from './define.js';
import { padding2d } from './padding2d.js';

/**
 * Images continued beyond their edges by their mirror image. Shape: input `[B, C, H, W]`, output
 * `[B, C, H + top + bottom, W + left + right]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export const reflectionPad2d = defineLayer({
  type: 'ReflectionPad2d',
  ...padding2d('reflect'),
  summary: 'Mirrors the image at its edges: padding without a dark border.',
});
