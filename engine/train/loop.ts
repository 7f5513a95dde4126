import type { Backend } from '../backends/backend.js';
import { epochOrder } from '../data/sampler.js';
import { identity, Mt19937 } from '../random/torch.js';
import type { RunControl } from './control.js';
import { checkLosses, checkTensors, type Replay, snapshot, type Snapshot } from './divergence.js';
import { createEvaluator, type Evaluator } from './evaluator.js';
import type { EpochEvent, ProgressEvent, TrainingEvent } from './events.js';
import { withinMemory } from './memory.js';
import { nextRates, stepsPerEpoch } from './rates.js';
import type { Recipe } from './recipe.js';
import { hasFigures, targetFigures } from './regression.js';
import { judgedRows } from './rows.js';
import type { SampleSource } from './source.js';
import type { RunState } from './state.js';
import { createStepper, maxSteps, type Stepper, type StepResults } from './stepper.js';

/** The number of epochs, and their division into batches. */
export interface Plan {
  /** Epochs of the whole run, those already done included. */
  readonly epochs: number;
  /** `full`: every epoch is one step on all samples in order, without a DataLoader. */
  readonly batchSize: number | 'full';
  readonly shuffle: boolean;
  /** Steps at the start of the run that are reported one by one. */
  readonly logSteps: number;
}

/** Environment of a run. */
export interface RunEnvironment {
  readonly backend: Backend;
  readonly control: RunControl;
  readonly emit: (event: TrainingEvent) => void;
  /** Called once, after everything is known to fit and before anything is computed. */
  readonly begin: () => Promise<void>;
  readonly observer?: RunObserver | undefined;
  /** Saves a state between epochs; all its numbers are finite. */
  readonly save: (state: RunState) => Promise<void>;
  /** Milliseconds since an arbitrary moment. */
  readonly now: () => number;
}

/** Looks at a run between its steps, without changing it. */
export interface RunObserver {
  /** The next step after `step` to look at, in the middle of an epoch; calls end there. */
  readonly nextStep: (step: number) => number;
  /** Called before the first step, after each call, and after each epoch. */
  readonly look: (state: RunState) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** Seconds between checkpoints of a run with short epochs. */
const SAVE_EVERY_SECONDS = 5;

/**
 * Trains `state` until `plan.epochs` or until `control` stops it. The caller saves the final state.
 * A run that is interrupted and resumed takes the same steps, bit for bit, as an uninterrupted one.
 *
 * @returns the reason why it ended
 * @throws ProblemError `bad-shape` when a batch length of the plan does not fit the model, before anything is
 *   computed; `diverged` at the first non-finite loss, with the layer; `bad-data` when the samples themselves are not
 *   finite; `out-of-memory` when a step does not fit. Earlier checkpoints are kept
 */
export async function runTraining(
  recipe: Recipe,
  state: RunState,
  plan: Plan,
  env: RunEnvironment,
): Promise<'finished' | 'stopped'> {
  const stepper = createStepper(env.backend, recipe);
  // Finds problems of the last, smaller batch, such as one sample for a batch norm, before hours of training.
  stepper.prepare(batchLengths(state.train.length, plan));
  const run: Run = {
    recipe,
    state,
    plan,
    env,
    stepper,
    replay: { backend: env.backend, recipe, stepper },
    evaluator: createEvaluator(env.backend, recipe),
    reporter: createReporter(state, plan, env),
    pace: createPace(),
    before: null,
  };
  await env.begin();
  let good: RunState | null = null;
  try {
    // The first epoch is always saved, so that there is a checkpoint from then on.
    let savedAt = -Infinity;
    while (state.epoch < plan.epochs) {
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
    // Saves the last good state, which is newer than the last checkpoint. If that fails too, the first error counts.
    if (good) await env.save(good).catch(() => undefined);
    throw error;
  } finally {
    run.reporter.flush();
    await run.stepper.dispose();
    await run.evaluator.dispose();
    await env.observer?.dispose();
  }
}

/** A run under way. */
interface Run {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly plan: Plan;
  readonly env: RunEnvironment;
  readonly stepper: Stepper;
  readonly evaluator: Evaluator;
  readonly reporter: Reporter;
  readonly pace: Pace;
  readonly replay: Replay;
  /** The run before its latest steps. */
  before: Snapshot | null;
}

/** Trains to the end of the current epoch. False if it was stopped before. */
async function trainEpoch(run: Run): Promise<boolean> {
  const { recipe, state, plan, env, stepper, reporter, pace } = run;
  const { observer } = env;
  state.order ??=
    plan.batchSize === 'full'
      ? identity(state.train.length)
      : epochOrder(state.generator, state.train.length, plan.shuffle);
  while (state.position < state.order.length) {
    if (!(await env.control.waitIfPaused())) return false;
    await observer?.look(state);
    const untilLook = (observer?.nextStep(state.step) ?? Infinity) - state.step;
    const batches = nextBatches(state, plan, recipe.source, Math.min(pace.steps(), untilLook));
    const rates = nextRates(recipe, state, plan, batches.length);
    const before = snapshot(state, { batches, rates });
    run.before = before;
    const start = env.now();
    const results = await withinMemory(recipe, batches[0]!.length, stepper.run(state, batches, rates));
    const ms = env.now() - start;
    pace.record(batches.length, ms);
    state.epochSeconds += ms / 1000;
    reporter.record(before, results, ms);
    await checkLosses(run.replay, state, before, results.losses);
    addResults(recipe, state, batches, results);
  }
  return true;
}

function addResults(
  { loss }: Recipe,
  state: RunState,
  batches: readonly Uint32Array[],
  { losses, correct }: StepResults,
): void {
  batches.forEach((batch, i) => {
    // A sum is reported per sample too, so that training and validation compare.
    state.lossSum += losses[i]! * (loss.params['reduction'] === 'sum' ? 1 : batch.length);
    state.correct += correct?.[i] ?? 0;
    state.position += batch.length;
  });
}

/** Validates, checks that all numbers are finite, and records the epoch's results. */
async function finishEpoch(run: Run): Promise<void> {
  const { recipe, state, env, evaluator } = run;
  const start = env.now();
  const validates = state.validation.length > 0;
  const judged = judgedRows(state);
  const evaluation = validates || hasFigures(recipe) ? await evaluator.evaluate(state.tensors, judged) : null;
  const seconds = state.epochSeconds + (env.now() - start) / 1000;
  if (run.before) await checkTensors(run.replay, state, run.before);
  const samples = state.train.length;
  const event: EpochEvent = {
    event: 'epoch',
    epoch: state.epoch + 1,
    trainLoss: state.lossSum / samples,
    trainAccuracy: recipe.source.classNames ? state.correct / samples : null,
    validationLoss: validates ? evaluation!.loss : null,
    validationAccuracy: validates ? evaluation!.accuracy : null,
    regression:
      evaluation && hasFigures(recipe) ? targetFigures(recipe.source, judged, evaluation.outputs) : null,
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
  await env.observer?.look(state);
}

const sizeOf = ({ batchSize }: Pick<Plan, 'batchSize'>, samples: number) =>
  batchSize === 'full' ? samples : Math.min(batchSize, samples);

/** The distinct lengths of an epoch's batches: all are equal, except for a last, smaller one. */
export function batchLengths(samples: number, plan: Pick<Plan, 'batchSize'>): number[] {
  const size = sizeOf(plan, samples);
  return [size, samples % size].filter((length) => length > 0);
}

/** Up to `wanted` next batches of equal length, as rows of the data set; the last, smaller one comes alone. */
function nextBatches(state: RunState, plan: Plan, source: SampleSource, wanted: number): Uint32Array[] {
  const order = state.order!;
  const size = sizeOf(plan, order.length);
  const left = order.length - state.position;
  const most = Math.min(wanted, maxSteps(source, size));
  const count = Math.max(1, Math.min(most, Math.floor(left / size)));
  return Array.from({ length: count }, (_, i) =>
    order
      .subarray(state.position + i * size, Math.min(state.position + (i + 1) * size, order.length))
      .map((position) => state.train[position]!),
  );
}

/** Target duration of one call, in ms: short enough to stop quickly, long enough to make its overhead negligible. */
const TARGET_MS = 95;

/** Chooses the number of steps in one call. */
interface Pace {
  readonly steps: () => number;
  /** Records that a call of `steps` steps took `ms`. */
  readonly record: (steps: number, ms: number) => void;
}

/**
 * Starts with one step, so that the first loss appears at once, then grows toward calls of about 95 ms.
 * The number of steps in a call does not affect the results.
 */
function createPace(): Pace {
  let steps = 1;
  return {
    steps: () => steps,
    record: (done, ms) => {
      const wanted = Math.floor((TARGET_MS / Math.max(ms, 0.01)) * done);
      steps = Math.min(Math.max(1, wanted), steps * 4, 1000);
    },
  };
}

/** Reports the results of calls as events, for the command line and the window. */
interface Reporter {
  /** `before` is the run before the call; `ms` is the call's duration. */
  readonly record: (before: Snapshot, results: StepResults, ms: number) => void;
  /** Sends pending results. */
  readonly flush: () => void;
}

/** Minimum time between progress events: at most 20 per second. */
const PROGRESS_MS = 50;

/** Weight of the latest call in the average speed. */
const SMOOTHING = 0.2;

/** Creates a reporter. */
function createReporter(state: RunState, plan: Plan, env: Pick<RunEnvironment, 'emit' | 'now'>): Reporter {
  const { epochs, logSteps } = plan;
  const stepsTotal = stepsPerEpoch(state.train.length, plan) * epochs;
  let sentAt = -Infinity;
  let losses: number[] = [];
  let accuracies: number[] = [];
  let speed: { samples: number; steps: number } | null = null;
  let rate = 0;
  let firstStep = 1;

  const send = () => {
    if (losses.length === 0) return;
    env.emit(progress());
    sentAt = env.now();
    losses = [];
    accuracies = [];
  };
  const progress = (): ProgressEvent => ({
    event: 'progress',
    epoch: state.epoch + 1,
    firstStep,
    losses: Float32Array.from(losses),
    accuracies: Float32Array.from(accuracies),
    stepsDone: firstStep + losses.length - 1,
    stepsTotal,
    imagesPerSecond: speed?.samples ?? 0,
    secondsLeft: speed ? (stepsTotal - state.step) / speed.steps : 0,
    learningRate: rate,
  });

  return {
    record: ({ step, batches, rates }, results, ms) => {
      const samples = batches.reduce((sum, batch) => sum + batch.length, 0);
      const now = { samples: (samples / ms) * 1000, steps: (batches.length / ms) * 1000 };
      const blend = (old: number, fresh: number) => old + SMOOTHING * (fresh - old);
      speed = speed
        ? { samples: blend(speed.samples, now.samples), steps: blend(speed.steps, now.steps) }
        : now;
      rate = rates.at(-1)!;
      if (losses.length === 0) firstStep = step + 1;
      for (const [i, loss] of results.losses.entries()) {
        // The steps before the one that diverged are drawn.
        if (!Number.isFinite(loss)) break;
        const number = step + i + 1;
        if (number <= logSteps) env.emit({ event: 'step', step: number, loss });
        losses.push(loss);
        if (results.correct) accuracies.push(results.correct[i]! / batches[i]!.length);
      }
      if (env.now() - sentAt >= PROGRESS_MS) send();
    },
    flush: send,
  };
}
