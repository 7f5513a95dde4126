import { float } from '../../base/fields.js';
import { defineClipping } from './define.js';

/**
 * Limits each gradient to `−clip_value` … `clip_value`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html
 */
export const clipGradValue = defineClipping({
  type: 'clip_grad_value_',
  label: 'By value',
  summary: 'Limits each number of the gradients on its own.',
  params: {
    clip_value: float({
      required: 'positional',
      default: 1,
      min: 1e-9,
      max: 1e9,
      label: 'Largest value',
      help: 'Numbers of a gradient beyond this, or below its negative, are replaced by it.',
    }),
  },
  clip: (b, gradients, { clip_value }) =>
    gradients.map((g) => b.op('Clip', [g, b.scalar(-clip_value), b.scalar(clip_value)])),
});
