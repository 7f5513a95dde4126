import { z } from '../base/zod.js';
import { invariant } from '../base/problem.js';
import { floatsSchema } from './arrays.js';
import { askedModel } from '../runs/openModels.js';
import { defineJob } from './define.js';

/** The numbers of one parameter of a run's model. */
export const weights = defineJob({
  name: 'weights',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    ...askedModel,
    /** The parameter's name, such as `0.weight`. */
    path: z.string(),
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: z.strictObject({
    path: z.string(),
    shape: z.array(z.int()).readonly(),
    values: floatsSchema,
  }),
  run: ({ path, ...asked }, { environment }) =>
    environment.models.use(asked, ({ recipe, state }) => {
      const known = recipe.model.parameters.find((parameter) => parameter.path === path);
      invariant(known, `the model has no parameter "${path}"`);
      const values = Float32Array.from(state.tensors[path]!.data as Float32Array);
      return Promise.resolve({ path, shape: known.shape, values });
    }),
});
