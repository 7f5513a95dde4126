import { z } from '../base/zod.js';
import { askedModel } from '../runs/openModels.js';
import { defineJob } from './define.js';

const rows = z.instanceof(Uint32Array);

/** Rows of the data set that a run trained on and those that validate it, in order, with their classes. */
export const splitRows = defineJob({
  name: 'splitRows',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    ...askedModel,
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: z.strictObject({ train: rows, validation: rows }),
  run: (asked, { environment }) =>
    environment.models.use(asked, ({ state: { train, validation } }) =>
      Promise.resolve({ train: inOrder(train), validation: inOrder(validation) }),
    ),
});

/** Rows of a split in the order of the data; a hold-out split is drawn in another. */
export const inOrder = (rows: Uint32Array) => Uint32Array.from(rows).sort();
