import { float } from '../../base/fields.js';

/** The setting `gamma`. */
export const gamma = (standard: number) =>
  float({ default: standard, min: 0, max: 1e3, label: 'Gamma', help: 'The rate is multiplied by it.' });

/** The setting `eta_min`. */
export const lowestRate = float({
  default: 0,
  min: 0,
  max: 1e9,
  label: 'Lowest rate',
  help: 'The rate at the end of the curve.',
});
