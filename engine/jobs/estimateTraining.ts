import type { Backend } from '../backends/backend.js';
import { imageBytes, type ImageForm, type ImageSet } from '../data/imageSet.js';
import { z } from '../base/zod.js';
import { parseProject } from '../project/parse.js';
import { formOfSource, isImages } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { createEvaluator } from '../train/evaluator.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import { runTraining } from '../train/loop.js';
import { stepsPerEpoch } from '../train/rates.js';
import type { SplitRows } from '../train/rows.js';
import { initialState, type RunState } from '../train/state.js';
import { defineJob } from './define.js';
import { letOthersAsk } from './question.js';

/** CIFAR-10's images of each class. */
const PER_CLASS = { train: 5000, test: 1000 } as const;
/** Images of noise of each class and split: they take as much time as others, and none to load. */
const SAMPLED = 32;
/** The least duration of the measurement, in ms, and its least number of calls. */
const MEASURED = { ms: 600, calls: 6 } as const;

/** The time that training a project on CIFAR-10 or a built-in table takes on this machine, from its first steps. */
export const estimateTraining = defineJob({
  name: 'estimateTraining',
  host: 'engine',
  quick: true,
  input: z.strictObject({ project: z.string() }),
  paths: {},
  progress: z.never(),
  result: z.strictObject({ seconds: z.number() }),
  run: async ({ project: text }, { environment: env, control }) => {
    const project = parseProject(text);
    const { epochs, batchSize, shuffle, seed } = project.training;
    const recipe = await openRecipe(project, (source) =>
      Promise.resolve(noise(formOfSource(source), project)),
    );
    const { backend } = await env.selectBackend('native', env.threads);
    const initial = initialState(recipe, seed);
    const state = { ...initial, ...rowsOf(project, initial) };

    const marks: { readonly step: number; readonly at: number }[] = [];
    const waitIfPaused = async () => {
      await letOthersAsk(control);
      marks.push({ step: state.step, at: env.now() });
      return marks.length <= MEASURED.calls || env.now() - marks[1]!.at < MEASURED.ms;
    };
    const nothing = () => Promise.resolve();
    await runTraining(
      recipe,
      state,
      { epochs, batchSize, shuffle, logSteps: 0 },
      {
        backend,
        control: { waitIfPaused },
        emit: () => undefined,
        begin: nothing,
        save: nothing,
        now: env.now,
      },
    );
    // The first calls compile, and have few steps.
    const [from, to] = [marks[Math.floor(marks.length / 2)]!, marks.at(-1)!];
    const perStep = (to.at - from.at) / Math.max(1, to.step - from.step);
    const steps = stepsPerEpoch(state.train.length, project.training);
    // The evaluation of epochs that ended meanwhile has been measured with them.
    const judging = state.epoch > 0 ? 0 : await evaluationTime(recipe, state, backend, env.now);
    return { seconds: (epochs * (steps * perStep + judging)) / 1000 };
  },
});

/** The time of the evaluation after an epoch, in ms. */
async function evaluationTime(
  recipe: Recipe,
  { tensors, validation }: RunState,
  backend: Backend,
  now: () => number,
): Promise<number> {
  const rows = validation.subarray(0, 1000);
  if (rows.length === 0) return 0;
  const evaluator = createEvaluator(backend, recipe);
  // The first time, it compiles.
  await evaluator.evaluate(tensors, rows);
  const start = now();
  await evaluator.evaluate(tensors, rows);
  const ms = now() - start;
  await evaluator.dispose();
  return (ms / rows.length) * validation.length;
}

/** As many rows of each split as CIFAR-10 gives the project, which repeat the few that there are; a table's own. */
function rowsOf({ data }: Project, { train, validation }: SplitRows): SplitRows {
  if (!isImages(data)) return { train, validation };
  const { classes, limitPerClass } = data;
  const all = classes.length * Math.min(limitPerClass ?? PER_CLASS.train, PER_CLASS.train);
  const held = data.validation?.from === 'train' ? Math.floor(all * data.validation.share) : 0;
  const judged = data.validation?.from === 'test' ? classes.length * PER_CLASS.test : held;
  const repeated = (rows: Uint32Array, count: number) =>
    Uint32Array.from({ length: count }, (_, i) => rows[i % rows.length]!);
  return { train: repeated(train, all - held), validation: repeated(validation, judged) };
}

/** Images of noise in both splits. */
function noise(form: ImageForm, { data }: Project): ImageSet {
  const classNames = isImages(data) ? data.classes : [];
  const trainCount = SAMPLED * classNames.length;
  return {
    ...form,
    classNames,
    trainCount,
    labels: Uint8Array.from({ length: 2 * trainCount }, (_, i) => i % classNames.length),
    images: Uint8Array.from({ length: 2 * trainCount * imageBytes(form) }, (_, i) => (i * 37) % 256),
  };
}
