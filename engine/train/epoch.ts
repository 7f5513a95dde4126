import { epochOrder } from '../data/sampler.js';
import { identity } from '../random/randperm.js';
import type { EpochEvent } from './events.js';
import { nextBatches } from './batches.js';
import { checkLosses, checkTensors, remember, type Remembered, type Replay } from './divergence.js';
import type { Evaluator } from './evaluator.js';
import type { RunEnvironment, Schedule } from './loop.js';
import { withinMemory } from './memory.js';
import type { Pace } from './pace.js';
import type { Reporter } from './reporter.js';
import type { RunState } from './state.js';
import type { Stepper, StepResults } from './stepper.js';
import type { Recipe } from './step.js';

/** A run under way. */
export interface Run {
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
export async function trainEpoch(run: Run): Promise<boolean> {
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
    const results = await withinMemory(recipe, batches[0]!.length, stepper.take(state, batches));
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

/** Validates, checks that all numbers are finite, and notes the epoch's results. */
export async function finishEpoch(run: Run): Promise<void> {
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
