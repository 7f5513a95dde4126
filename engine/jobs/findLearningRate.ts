import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { parseProject } from '../project/parse.js';
import { findRate, STEPS } from '../train/findRate.js';
import { openRecipe } from '../train/recipe.js';
import { initialState } from '../train/state.js';
import { countedSchema, defineJob } from './define.js';

const numbers = z.array(z.number());

/** A short training of a project's network from new weights in which the learning rate rises until the loss explodes. */
export const findLearningRate = defineJob({
  name: 'findLearningRate',
  host: 'engine',
  input: z.strictObject({ project: z.string() }),
  paths: {},
  /** Steps. */
  progress: countedSchema,
  result: z.strictObject({
    rates: numbers,
    losses: numbers,
    smoothed: numbers,
    suggestion: z.number().nullable(),
  }),
  run: async ({ project: text }, context) => {
    const { environment: env, control } = context;
    const project = parseProject(text);
    const recipe = await openRecipe(project, env.loadImages);
    const { backend } = await env.selectBackend('native', env.threads);
    const state = initialState(recipe, project.training.seed);
    const found = await findRate(
      recipe,
      state,
      project.training,
      { backend, control, now: env.now },
      (done) => context.report({ done, total: STEPS }),
    );
    if (!found) throw failure('interrupted/canceled', { what: 'search' });
    return { ...found, rates: [...found.rates], losses: [...found.losses], smoothed: [...found.smoothed] };
  },
});
