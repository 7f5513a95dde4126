import { z } from '../base/zod.js';
import { aboutModel, defineQuestion } from './question.js';

const rows = z.instanceof(Uint32Array);

/** Rows of the data set that a run trained on and those that validate it, in order, with their classes. */
export const splitRows = defineQuestion({
  name: 'splitRows',
  input: aboutModel,
  result: z.strictObject({ train: rows, validation: rows }),
  answer: ({ state: { train, validation } }) => ({
    train: inOrder(train),
    validation: inOrder(validation),
  }),
});

/** Rows of a split in the order of the data; a hold-out split is drawn in another. */
export const inOrder = (rows: Uint32Array) => Uint32Array.from(rows).sort();
