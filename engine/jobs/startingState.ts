import { LoomError, locate } from '../base/errors.js';
import { decodeCheckpoint } from '../train/checkpoint.js';
import { initialState, type RunState } from '../train/state.js';
import type { Recipe } from '../train/step.js';
import type { RunStore } from './environment.js';
import type { TrainJob } from './train.js';

/** A run is hours of work: another one never takes its place. */
export async function refuseRun(store: RunStore): Promise<void> {
  if (!(await store.read('run.json'))) return;
  throw new LoomError(
    'io',
    `${store.path} holds a run already. Go on with it with --resume, choose another folder with --out, or delete it first`,
    { where: store.path },
  );
}

/** The state to train from: a checkpoint's when the job goes on with a run, else a new one. */
export async function startingState(
  job: TrainJob,
  recipe: Recipe,
  store: RunStore,
  print: string,
): Promise<RunState> {
  const fresh = initialState(recipe, job.project.training.seed);
  if (!job.resume) return fresh;
  const bytes = await store.read('checkpoint.safetensors');
  if (!bytes) {
    throw new LoomError(
      'bad-checkpoint',
      `there is no checkpoint in ${store.path}; train without --resume first`,
      {
        where: store.path,
      },
    );
  }
  return locate(store.pathOf('checkpoint.safetensors'), () => decodeCheckpoint(bytes, fresh, print));
}
