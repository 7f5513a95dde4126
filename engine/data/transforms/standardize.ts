import { numbers } from '../../base/fields.js';
import { floats } from '../../base/python.js';
import type { Builder } from '../../tensor/builder.js';
import { float32 } from '../../tensor/tensor.js';
import { repeated } from '../step.js';
import { defineTransform } from './define.js';

/** `(x − mean) / std` for each column of a table. */
export const standardize = defineTransform({
  type: 'Standardize',
  summary: 'Centers each column at 0 and scales it to a standard deviation of 1.',
  label: 'standardized',
  appliesTo: 'table',
  params: {
    mean: numbers({
      default: [0],
      min: -1e30,
      max: 1e30,
      length: null,
      label: 'Mean',
      help: 'Subtracted from each column.',
    }),
    std: numbers({
      default: [1],
      min: 1e-30,
      max: 1e30,
      length: null,
      label: 'Standard deviation',
      help: 'Divides each column.',
    }),
  },
  forward: (b, batch, { mean, std }) =>
    b.op('Div', [b.op('Sub', [batch, perColumn(b, mean, 'mean')]), perColumn(b, std, 'std')]),
  python: (x, { mean, std }) => ({ value: `(${x} - ${row(mean)}) / ${row(std)}` }),
  inverse: {
    forward: (b, values, { mean, std }) =>
      b.op('Add', [
        b.op('Mul', [values, perColumn(b, std, 'target_std')]),
        perColumn(b, mean, 'target_mean'),
      ]),
    python: (x, { mean, std }) => `(${x} * ${row(std)} + ${row(mean)})`,
  },
  figures: {
    table: (columns) => {
      const found = columns.map(({ values }) => meanAndStd(values));
      return { mean: found.map(({ mean }) => mean), std: found.map(({ std }) => std) };
    },
  },
  advice: (_, step) => repeated(step, 'advice/standardized-twice'),
  missing: (types) => (types.length > 0 ? null : 'advice/not-standardized'),
});

const perColumn = (b: Builder, values: readonly number[], name: string) =>
  b.constant(float32([1, values.length], values), name);

const row = (values: readonly number[]) => `torch.tensor(${floats(values)}, dtype=torch.float32)`;

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
