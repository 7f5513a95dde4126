import type { DataSpec } from '../schema.js';
import { figures, foreign, onStep, twice, type Rule } from './define.js';

/** Every rule on tables. */
export const TABLE_RULES: readonly Rule<DataSpec>[] = [
  foreign,
  figures('Standardize', 'input'),
  twice('transforms', 'Standardize', {
    weight: 'warning',
    message: 'The inputs are standardized already.',
  }),
  onStep('transforms', 'Scale', ({ factor }) =>
    factor === 0
      ? {
          weight: 'warning',
          message: 'A factor of 0 makes every input 0: there is nothing left to learn from.',
        }
      : null,
  ),
  (data) => {
    if (data.transforms.length > 0) return [];
    const message =
      'The inputs go in as they are. Models learn best from inputs near 0, between −1 and 1 or so.';
    return [
      {
        part: 'transforms',
        index: null,
        weight: 'note',
        message,
        repair: { kind: 'compute-step', type: 'Standardize', samples: 'table' },
      },
    ];
  },
];
