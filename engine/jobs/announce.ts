import { numel } from '../tensor/tensor.js';
import type { RunState } from '../train/state.js';
import type { Recipe } from '../train/step.js';
import type { JobEnvironment } from './environment.js';
import type { StartEvent } from './events.js';
import { startNotes } from './startNotes.js';
import type { TrainJob } from './train.js';

/** Tells how a run starts, and what about it may surprise. */
export function announce(
  job: TrainJob,
  recipe: Recipe,
  state: RunState,
  backend: { readonly name: 'native' | 'reference'; readonly threads: number },
  env: JobEnvironment,
): void {
  const { batchSize, epochs } = job.project.training;
  const count = state.train.length;
  const start: StartEvent = {
    event: 'start',
    parameters: countParameters(recipe),
    trainCount: count,
    validationCount: state.validation.length,
    stepsPerEpoch: batchSize === 'full' ? 1 : Math.ceil(count / batchSize),
    epochs,
    epochsDone: state.epoch,
    backend: backend.name,
    threads: backend.threads,
  };
  env.emit(start);
  for (const message of startNotes(start, job.project)) env.emit({ event: 'note', message });
}

/** Numbers that the optimizer changes. */
export function countParameters({ model }: Recipe): number {
  return model.parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
}
