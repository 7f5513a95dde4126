import { readFileSync } from 'node:fs';
import type { Backend } from '../backends/backend.js';
import type { z } from '../base/zod.js';
import { loadCifar10 } from '../io/dataSets.js';
import type { Job } from '../jobs/define.js';
import type { JobEnvironment } from '../jobs/environment.js';
import type { TrainEvent } from '../jobs/train.js';
import { parseProject } from '../project/parse.js';
import { createControl } from '../train/control.js';
import { runTraining } from '../train/loop.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import type { RunState } from '../train/state.js';
import { cifar10, example } from './loom.js';

/** The images of the examples. */
export const loadImages = () => loadCifar10(cifar10);

/** For projects with a table. */
export const noImages = () => Promise.reject(new Error('a table has no images'));

/** An example with its recipe. */
export async function openExample(name: string) {
  const project = parseProject(readFileSync(example(name), 'utf8'));
  return { project, recipe: await openRecipe(project, loadImages) };
}

/** The settings of a test's training. */
export interface TrainOptions {
  readonly epochs: number;
  readonly backend: Backend;
  readonly batchSize: number | 'full';
  /** Stop after this many turns of the loop. */
  readonly turns?: number;
}

/** Trains `state` on; saves nothing. */
export async function train(
  recipe: Recipe,
  state: RunState,
  { epochs, backend, batchSize, turns = Infinity }: TrainOptions,
) {
  const events: TrainEvent[] = [];
  let turn = 0;
  const reason = await runTraining(
    recipe,
    state,
    { epochs, batchSize, shuffle: batchSize !== 'full', logSteps: 100 },
    {
      backend,
      control: { waitIfPaused: () => Promise.resolve(++turn <= turns) },
      emit: (event) => events.push(event),
      begin: () => Promise.resolve(),
      save: () => Promise.resolve(),
      now: () => performance.now(),
    },
  );
  return { reason, events };
}

/** Runs a job of the engine to its end. */
export function askJob<I extends z.ZodType, R extends z.ZodType>(
  environment: JobEnvironment,
  job: Job<string, 'engine', I, z.ZodType, R, unknown>,
  input: z.input<I>,
): Promise<z.output<R>> {
  const control = createControl(() => Promise.resolve());
  const { signal } = new AbortController();
  return job.run(job.input.parse(input), { environment, report: () => undefined, control, signal });
}
