import { holdOut } from '../data/sampler.js';
import type { Mt19937 } from '../random/torch.js';
import type { SampleSource } from './source.js';

/** Training and validation rows of the data set. */
export interface SplitRows {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/** Training and validation rows; a hold-out split is drawn from `generator`. */
export function splitRows(
  { train, validation, holdOut: share }: Pick<SampleSource, 'train' | 'validation' | 'holdOut'>,
  generator: Mt19937,
): SplitRows {
  if (share === 0) return { train, validation };
  const split = holdOut(generator, train.length, share);
  const rowsOf = (positions: Uint32Array) => positions.map((position) => train[position]!);
  return { train: rowsOf(split.train), validation: rowsOf(split.validation) };
}

/** The rows that a model is judged on: those that validate, or those that train if none do. */
export function judgedRows({ train, validation }: SplitRows): Uint32Array {
  return validation.length > 0 ? validation : train;
}
