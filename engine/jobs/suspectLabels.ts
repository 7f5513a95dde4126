import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { Mt19937, randperm } from '../random/torch.js';
import { runTraining } from '../train/loop.js';
import { initialState } from '../train/state.js';
import { answersOf, answersSchema, ROWS } from './classify.js';
import { countedSchema, defineJob } from './define.js';

const NONE = new Uint32Array(0);

/**
 * Out-of-fold predictions of every sample of a classifier's run, for `suspectedLabels`: the samples are divided at
 * random into folds, and each fold is predicted by the run's model, trained from its initial weights on all other folds
 * for as many epochs as the run was.
 */
export const suspectLabels = defineJob({
  name: 'suspectLabels',
  host: 'engine',
  input: z.strictObject({
    /** The folder of the run. */
    run: z.string(),
    folds: z.int().min(2).max(20),
  }),
  paths: { run: 'run' },
  /** Epochs of all trainings. */
  progress: countedSchema,
  result: answersSchema,
  run: async ({ run, folds }, context) => {
    const { environment: env, control } = context;
    const { recipe, project, state, backend } = await env.openRun(run).open(env);
    const all = ROWS.both(state);
    const { seed, batchSize, shuffle } = project.training;
    const generator = Mt19937.fromSeed(seed);
    // The hold-out split is the seed's first permutation: by the same one, the folds would be every k-th row of the data.
    randperm(generator, all.length);
    const order = randperm(generator, all.length);
    const isIn = (fold: number) => (_: number, i: number) => order[i]! % folds === fold;
    const epochs = Math.max(1, state.epoch);
    const total = folds * epochs;
    let done = 0;
    const parts = [];
    for (let fold = 0; fold < folds; fold++) {
      const held = all.filter(isIn(fold));
      const train = all.filter((row, i) => !isIn(fold)(row, i));
      const trained = { ...initialState(recipe, seed), train, validation: NONE };
      const plan = { epochs, batchSize, shuffle, logSteps: 0 };
      context.report({ done, total });
      const reason = await runTraining(recipe, trained, plan, {
        backend,
        control,
        emit: ({ event }) => {
          if (event === 'epoch') context.report({ done: ++done, total });
        },
        begin: () => Promise.resolve(),
        save: () => Promise.resolve(),
        now: env.now,
      });
      if (reason === 'stopped') throw failure('interrupted/canceled', { what: 'search' });
      parts.push(await answersOf({ recipe, state: trained, backend }, held));
    }
    return {
      ...parts[0]!,
      rows: Uint32Array.from(parts.flatMap(({ rows }) => [...rows])),
      truth: Uint32Array.from(parts.flatMap(({ truth }) => [...truth])),
      probabilities: Float32Array.from(parts.flatMap(({ probabilities }) => [...probabilities])),
      training: state.train.length,
      validating: state.validation.length,
    };
  },
});
