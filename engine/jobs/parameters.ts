import { z } from '../base/zod.js';
import { distributionOf } from '../evaluate/distribution.js';
import { askedModel } from '../runs/openModels.js';
import { defineJob } from './define.js';

/** Steps of a histogram. */
const BINS = 41;

/** The parameters of a run's model, each with the distribution of its numbers. */
export const parameters = defineJob({
  name: 'parameters',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    ...askedModel,
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: z
    .array(
      z.strictObject({
        path: z.string(),
        /** The layer's position in the model. */
        layer: z.int().min(0),
        shape: z.array(z.int()).readonly(),
        least: z.number(),
        most: z.number(),
        mean: z.number(),
        deviation: z.number(),
        bins: z.array(z.int()).readonly(),
      }),
    )
    .readonly(),
  run: (asked, { environment }) =>
    environment.models.use(asked, ({ recipe, state }) =>
      Promise.resolve(
        recipe.model.layers.flatMap((layer, at) =>
          layer.parameters.map(({ path, shape }) => {
            const { data } = state.tensors[path]!;
            return { path, layer: at, shape, ...distributionOf(data as Float32Array, BINS) };
          }),
        ),
      ),
    ),
});
