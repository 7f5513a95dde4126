import { LoomError } from '../../base/errors.js';
import { numbers } from '../../base/fields.js';
import { float32 } from '../../tensor/tensor.js';
import { defineTransform } from './define.js';

/** `(x − mean) / std` for each column of a table. */
export const standardize = defineTransform({
  type: 'Standardize',
  summary: 'Centres each input at 0 and scales it to a standard deviation of 1.',
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
    const columns = batch.shape[1];
    if (mean.length !== columns || std.length !== columns) {
      const found = `${mean.length} means and ${std.length} standard deviations`;
      throw new LoomError(
        'bad-project',
        `Standardize: there are ${String(columns)} inputs, got ${found}; give one of each for every input`,
      );
    }
    const perColumn = (values: readonly number[], name: string) =>
      b.constant(float32([1, values.length], values), name);
    return b.op('Div', [b.op('Sub', [batch, perColumn(mean, 'mean')]), perColumn(std, 'std')]);
  },
});
