import type { Backend } from '../backends/backend.js';
import type { TrainingEvent } from './events.js';
import { Mt19937 } from '../random/mt19937.js';
import { batchLengths } from './batches.js';
import type { RunControl } from './control.js';
import { finishEpoch, trainEpoch, type Run } from './epoch.js';
import { createEvaluator } from './evaluator.js';
import { createPace } from './pace.js';
import { createReporter } from './reporter.js';
import type { RunState } from './state.js';
import { createStepper } from './stepper.js';
import type { Recipe } from './step.js';

/** How long and in what portions to train. */
export interface Schedule {
  /** Epochs of the whole run, those already done included. */
  readonly epochs: number;
  /** `full`: every epoch is one step on all samples in order, without a DataLoader. */
  readonly batchSize: number | 'full';
  readonly shuffle: boolean;
  /** Steps at the start of the run that are reported one by one. */
  readonly logSteps: number;
}

/** What a run needs beside its recipe. */
export interface RunEnvironment {
  readonly backend: Backend;
  readonly control: RunControl;
  readonly emit: (event: TrainingEvent) => void;
  /** Called once, when everything is known to fit and nothing is computed yet. */
  readonly begin: () => Promise<void>;
  /** Saves a state between epochs, in which all numbers are finite. */
  readonly save: (state: RunState) => Promise<void>;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}

/** Seconds between checkpoints of a run with short epochs. */
const SAVE_EVERY_SECONDS = 5;

/**
 * Trains `state` to `schedule.epochs` or until `control` says stop. The caller saves it at the end.
 * Interrupted and continued, it takes the same steps with the same bits as without the interruption.
 *
 * @returns why it ended
 * @throws LoomError `bad-shape` when a batch length of the schedule does not fit the model, before anything is
 *   computed; `diverged` at the first loss that is not a finite number, with the layer; `bad-data` when the samples
 *   themselves are not finite; `out-of-memory` when a step does not fit. What was saved before stays
 */
export async function runTraining(
  recipe: Recipe,
  state: RunState,
  schedule: Schedule,
  env: RunEnvironment,
): Promise<'finished' | 'stopped'> {
  const stepper = createStepper(env.backend, recipe);
  // Said before hours of training: what only the last, smaller batch shows, such as one sample for a batch norm.
  stepper.prepare(batchLengths(state.train.length, schedule));
  const run: Run = {
    recipe,
    state,
    schedule,
    env,
    stepper,
    replay: { backend: env.backend, recipe, stepper },
    evaluator: createEvaluator(env.backend, recipe),
    reporter: createReporter(recipe, state, schedule, env),
    pace: createPace(),
    before: null,
  };
  await env.begin();
  let good: RunState | null = null;
  try {
    // The first epoch is always saved: from then on there is something to go back to.
    let savedAt = -Infinity;
    while (state.epoch < schedule.epochs) {
      if (!(await trainEpoch(run))) return 'stopped';
      await finishEpoch(run);
      good = { ...state, generator: Mt19937.fromState(state.generator.state()) };
      if (env.now() - savedAt >= SAVE_EVERY_SECONDS * 1000) {
        await env.save(good);
        savedAt = env.now();
        good = null;
      }
    }
    return 'finished';
  } catch (error) {
    // What was good last is worth more than what happened to be saved. Where even that fails, the first error counts.
    if (good) await env.save(good).catch(() => undefined);
    throw error;
  } finally {
    run.reporter.flush();
    await run.stepper.dispose();
    await run.evaluator.dispose();
  }
}
