import { z } from '../base/zod.js';
import { shareOfZeros } from '../health/histogram.js';
import { stripOf } from '../health/strip.js';
import { defineJob, floatsSchema } from './define.js';
import { aboutRun } from './question.js';

/** Rows of a strip. */
const ROWS = 36;

const PARTS = ['weights', 'gradients', 'activations'] as const;

const figures = z.array(z.number()).readonly();

/** The distributions of the numbers of a run's model over training; none for runs that did not keep them. */
export const distributions = defineJob({
  name: 'distributions',
  host: 'engine',
  quick: true,
  input: aboutRun.extend({ part: z.enum(PARTS), scale: z.enum(['linear', 'log']) }),
  paths: { run: 'run' },
  progress: z.never(),
  result: z.strictObject({
    /** The moments of training, in epochs: one column each. */
    epochs: figures,
    series: z
      .array(
        z.strictObject({
          /** The parameter, or the layer for activations. */
          name: z.string(),
          /** The ends of the axis: numbers, or powers of ten. */
          from: z.number(),
          to: z.number(),
          rows: z.int(),
          /** The share of the numbers in each row of each column, row by row from `to` down. */
          cells: floatsSchema,
          least: figures,
          most: figures,
          mean: figures,
          rms: figures,
          zeros: figures,
          /** The share of a layer's outputs where its activation function is flat; null for all else. */
          flat: z.array(z.number().nullable()).readonly(),
        }),
      )
      .readonly(),
  }),
  run: async ({ run, part, scale }, { environment }) => {
    const history = await environment.openRun(run).health();
    if (!history) return { epochs: [], series: [] };
    const { records, stepsPerEpoch, parameters, layers } = history;
    return {
      epochs: records.map(({ step }) => step / stepsPerEpoch),
      series: (part === 'activations' ? layers : parameters).map((name, i) => {
        const found = records.map((record) => record[part][i]!);
        return {
          name,
          rows: ROWS,
          ...stripOf(found, scale, ROWS),
          least: found.map(({ least }) => least),
          most: found.map(({ most }) => most),
          mean: found.map(({ mean }) => mean),
          rms: found.map(({ rms }) => rms),
          zeros: found.map(shareOfZeros),
          flat: records.map(({ flatOutputs }) => (part === 'activations' ? flatOutputs[i]! : null)),
        };
      }),
    };
  },
});
