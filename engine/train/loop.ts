import type { Backend } from '../backends/backend.js';
import { epochOrder } from '../data/sampler.js';
import { identity } from '../random/randperm.js';
import type { EpochEvent, TrainEvent } from '../jobs/events.js';
import { batchLengths, nextBatches } from './batches.js';
import type { RunControl } from './control.js';
import { checkLosses, checkTensors, remember, type Remembered, type Replay } from './divergence.js';
import { createEvaluator, type Evaluator } from './evaluator.js';
import { outOfMemory } from './memory.js';
import { createPace, type Pace } from './pace.js';
import { createReporter, type Reporter } from './reporter.js';
import type { RunState } from './state.js';
import { createStepper, type Stepper, type StepResults } from './stepper.js';
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
  readonly emit: (event: TrainEvent) => void;
  /** Saves the state; called between steps, when all numbers in it are finite. */
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
  try {
    // The first epoch is always saved: from then on there is something to go back to.
    let savedAt = -Infinity;
    while (state.epoch < schedule.epochs) {
      if (!(await trainEpoch(run))) return 'stopped';
      await finishEpoch(run);
      if (env.now() - savedAt >= SAVE_EVERY_SECONDS * 1000) {
        await env.save(state);
        savedAt = env.now();
      }
    }
    return 'finished';
  } finally {
    run.reporter.flush();
    await run.stepper.dispose();
    await run.evaluator.dispose();
  }
}

/** A run under way. */
interface Run {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly schedule: Schedule;
  readonly env: RunEnvironment;
  readonly stepper: Stepper;
  readonly evaluator: Evaluator;
  readonly reporter: Reporter;
  readonly pace: Pace;
  readonly replay: Replay;
  /** Where it stood before the steps that were taken last. */
  before: Remembered | null;
}

/** Trains to the end of the epoch under way. False when it was asked to stop before. */
async function trainEpoch(run: Run): Promise<boolean> {
  const { recipe, state, schedule, env, stepper, reporter, pace } = run;
  state.order ??=
    schedule.batchSize === 'full'
      ? identity(state.train.length)
      : epochOrder(state.generator, state.train.length, schedule.shuffle);
  while (state.position < state.order.length) {
    if (!(await env.control.turn())) return false;
    const batches = nextBatches(state, schedule, recipe.source, pace.steps());
    const before = remember(state, batches);
    run.before = before;
    const start = env.now();
    const results = await stepper.take(state, batches).catch((cause: unknown) => {
      throw outOfMemory(cause, recipe, batches[0]!.length) ?? cause;
    });
    const ms = env.now() - start;
    pace.took(batches.length, ms);
    state.epochSeconds += ms / 1000;
    await checkLosses(run.replay, state, before, results.losses);
    account(state, batches, results);
    reporter.took(batches, results, before.step + 1, ms);
  }
  return true;
}

function account(state: RunState, batches: readonly Uint32Array[], { losses, correct }: StepResults): void {
  batches.forEach((batch, i) => {
    state.lossSum += losses[i]! * batch.length;
    state.correct += correct?.[i] ?? 0;
    state.position += batch.length;
  });
}

async function finishEpoch(run: Run): Promise<void> {
  const { recipe, state, env, evaluator } = run;
  const start = env.now();
  const validation =
    state.validation.length > 0 ? await evaluator.evaluate(state.tensors, state.validation) : null;
  const seconds = state.epochSeconds + (env.now() - start) / 1000;
  if (run.before) await checkTensors(run.replay, state, run.before);
  const samples = state.train.length;
  const event: EpochEvent = {
    event: 'epoch',
    epoch: state.epoch + 1,
    trainLoss: state.lossSum / samples,
    trainAccuracy: recipe.source.classNames ? state.correct / samples : null,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    seconds,
    imagesPerSecond: samples / Math.max(state.epochSeconds, 1e-9),
  };
  state.history.push(event);
  state.seconds += seconds;
  Object.assign(state, {
    epoch: state.epoch + 1,
    order: null,
    position: 0,
    lossSum: 0,
    correct: 0,
    epochSeconds: 0,
  });
  env.emit(event);
}
