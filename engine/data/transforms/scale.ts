import { float } from '../../base/fields.js';
import { literal } from '../../base/python.js';
import { adviceOn } from '../step.js';
import { defineTransform } from './define.js';

/** `x · factor` for every column of a table. */
export const scale = defineTransform({
  type: 'Scale',
  summary: 'Multiplies the values by a factor, to bring their magnitude near 1.',
  label: 'scaled',
  appliesTo: 'table',
  params: {
    factor: float({
      default: 1,
      min: -1e9,
      max: 1e9,
      label: 'Factor',
      help: 'Multiplies every value.',
    }),
  },
  forward: (b, batch, { factor }) => b.op('Mul', [batch, b.scalar(factor)]),
  python: (x, { factor }) => ({ value: `${x} * ${literal(factor)}` }),
  inverse: {
    exists: ({ factor }) => factor !== 0,
    forward: (b, values, { factor }) => b.op('Div', [values, b.scalar(factor)]),
    python: (x, { factor }) => `${x} / ${literal(factor)}`,
  },
  advice: ({ factor }, step) => (factor === 0 ? adviceOn(step, 'warning', 'advice/zero-factor', {}) : null),
});
