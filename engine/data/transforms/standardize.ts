import { numbers } from '../../base/fields.js';
import { floats } from '../../base/python.js';
import { float32 } from '../../tensor/tensor.js';
import { repeated } from '../step.js';
import { defineTransform } from './define.js';

/** `(x − mean) / std` for each column of a table. */
export const standardize = defineTransform({
  type: 'Standardize',
  summary: 'Centers each input at 0 and scales it to a standard deviation of 1.',
  label: 'standardized',
  appliesTo: 'table',
  params: {
    mean: numbers({
      default: [0],
      min: -1e30,
      max: 1e30,
      length: null,
      label: 'Mean',
      help: 'Subtracted from each input.',
    }),
    std: numbers({
      default: [1],
      min: 1e-30,
      max: 1e30,
      length: null,
      label: 'Standard deviation',
      help: 'Divides each input.',
    }),
  },
  forward: (b, batch, { mean, std }) => {
    const perColumn = (values: readonly number[], name: string) =>
      b.constant(float32([1, values.length], values), name);
    return b.op('Div', [b.op('Sub', [batch, perColumn(mean, 'mean')]), perColumn(std, 'std')]);
  },
  python: (x, { mean, std }) => {
    const row = (values: readonly number[]) => `torch.tensor(${floats(values)}, dtype=torch.float32)`;
    return { value: `(${x} - ${row(mean)}) / ${row(std)}` };
  },
  figures: {
    table: (inputs) => {
      const found = inputs.map(({ values }) => meanAndStd(values));
      return { mean: found.map(({ mean }) => mean), std: found.map(({ std }) => std) };
    },
  },
  advice: (_, step) => repeated(step, 'advice/standardized-twice'),
  missing: (types) => (types.length > 0 ? null : 'advice/not-standardized'),
});

/** Population mean and standard deviation of a column; zeros and ones, such as a one-hot column, are left unchanged. */
function meanAndStd(values: readonly number[]): { mean: number; std: number } {
  if (values.every((value) => value === 0 || value === 1)) return { mean: 0, std: 1 };
  const mean = average(values);
  const std = Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
  // A constant column has no spread; dividing by 1 leaves it at 0.
  return { mean, std: std === 0 ? 1 : std };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
