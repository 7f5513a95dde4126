import { numbers } from '../../base/fields.js';
import { floats } from '../../base/python.js';
import { float32 } from '../../tensor/tensor.js';
import { repeated } from '../step.js';
import { defineTransform } from './define.js';

/**
 * `(x − mean) / std` for each channel.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.Normalize.html
 */
export const normalize = defineTransform({
  type: 'Normalize',
  summary: 'Centers each channel at 0 and scales it to a standard deviation of 1.',
  label: 'normalized',
  appliesTo: 'images',
  params: {
    mean: numbers({
      default: [0.5, 0.5, 0.5],
      min: -1e6,
      max: 1e6,
      length: null,
      label: 'Mean',
      help: 'Subtracted from each channel.',
    }),
    std: numbers({
      default: [0.5, 0.5, 0.5],
      min: 1e-6,
      max: 1e6,
      length: null,
      label: 'Standard deviation',
      help: 'Divides each channel.',
    }),
  },
  forward: (b, batch, { mean, std }) => {
    const perChannel = (values: readonly number[], name: string) =>
      b.constant(float32([1, values.length, 1, 1], values), name);
    return b.op('Div', [b.op('Sub', [batch, perChannel(mean, 'mean')]), perChannel(std, 'std')]);
  },
  python: (x, { mean, std }) => {
    const perChannel = (values: readonly number[]) => `torch.tensor(${floats(values)}).view(-1, 1, 1)`;
    return { names: { mean: perChannel(mean), std: perChannel(std) }, value: `(${x} - mean) / std` };
  },
  figures: {
    images: ({ mean, std }) => ({ mean: mean.map(rounded), std: std.map(rounded) }),
  },
  advice: (_, step) => repeated(step, 'advice/normalized-twice'),
  missing: (types) => (types.includes('Normalize') ? null : 'advice/not-normalized'),
});

/** Four decimals, as torchvision's documentation gives them for its data sets. */
const rounded = (value: number) => Number(value.toFixed(4));
