import { ProblemError } from '../base/problem.js';
import { defineSchedule } from '../nn/schedules/define.js';
import { runTraining, type RunEnvironment } from './loop.js';
import { stepsPerEpoch } from './rates.js';
import type { Recipe } from './recipe.js';
import type { RunState } from './state.js';

/** The range of learning rates that are tried, one in each step. */
const [LOWEST, HIGHEST] = [1e-7, 10];

/** The number of steps, as in fastai and Lightning. */
export const STEPS = 100;

/** Weight of the past in the smoothed loss, as in fastai and Lightning. */
const BETA = 0.98;

/** The search ends where the smoothed loss is this many times its lowest. */
const TOO_HIGH = 4;

/** Steps at the ends that the suggestion does not see: the average settles, and the last ones explode. */
const [SKIP_FIRST, SKIP_LAST] = [10, 5];

/** A loss for each learning rate that was tried, in order. */
export interface RateCurve {
  readonly rates: readonly number[];
  /** Losses of the batches, in the loss function's unit. */
  readonly losses: readonly number[];
  /** Their average, in which the past weighs `BETA` for each step. */
  readonly smoothed: readonly number[];
  /** A rate in the middle of the longest fall of the smoothed loss; null if it does not fall. */
  readonly suggestion: number | null;
}

const rateOf = (step: number) => LOWEST * (HIGHEST / LOWEST) ** (step / (STEPS - 1));

/** A rate that rises by the same factor in each step. */
const rangeTest = defineSchedule({
  type: 'RangeTest',
  summary: 'Rises by the same factor in each step.',
  params: {},
  every: 'batch',
  rate: (_, __, { step }) => rateOf(step),
});

/**
 * Tries learning rates from low to high, one in each step of a training that starts from `state`, which it changes.
 * Ends where the loss explodes. Null if `control` stopped it.
 *
 * L. N. Smith 2017, Cyclical Learning Rates for Training Neural Networks, https://arxiv.org/abs/1506.01186, section 3.3.
 */
export async function findRate(
  recipe: Recipe,
  state: RunState,
  plan: { readonly batchSize: number | 'full'; readonly shuffle: boolean },
  { backend, control, now }: Pick<RunEnvironment, 'backend' | 'control' | 'now'>,
  report: (done: number) => void,
): Promise<RateCurve | null> {
  const losses: number[] = [];
  const over = () => losses.length >= STEPS || explodes(smooth(losses));
  const nothing = () => Promise.resolve();
  const waitIfPaused = async () => (await control.waitIfPaused()) && !over();
  const epochs = Math.ceil(STEPS / stepsPerEpoch(state.train.length, plan));
  try {
    await runTraining(
      { ...recipe, schedule: { definition: rangeTest, params: {} }, warmUp: undefined },
      { ...state, validation: new Uint32Array(0) },
      { ...plan, epochs, logSteps: STEPS },
      {
        backend,
        control: { waitIfPaused },
        emit: (event) => {
          if (event.event !== 'step') return;
          losses.push(event.loss);
          report(losses.length);
        },
        begin: nothing,
        save: nothing,
        now,
      },
    );
  } catch (error) {
    // The steps before the one that diverged count.
    if (!(error instanceof ProblemError && error.problem.code === 'diverged/training')) throw error;
  }
  return (await control.waitIfPaused()) ? curveOf(losses) : null;
}

function curveOf(all: readonly number[]): RateCurve {
  const smoothed = smooth(all);
  const end = smoothed.findIndex((_, i) => explodes(smoothed.slice(0, i + 1)));
  const count = end === -1 ? all.length : end + 1;
  const rates = all.slice(0, count).map((_, step) => rateOf(step));
  const averages = smoothed.slice(0, count);
  return { rates, losses: all.slice(0, count), smoothed: averages, suggestion: valley(rates, averages) };
}

/** Exponential averages, corrected for their start at 0. */
function smooth(losses: readonly number[]): number[] {
  let average = 0;
  return losses.map((loss, i) => {
    average = BETA * average + (1 - BETA) * loss;
    return average / (1 - BETA ** (i + 1));
  });
}

/** True if the last average is far above the lowest, after the first steps. */
const explodes = (smoothed: readonly number[]) =>
  smoothed.length > SKIP_FIRST && smoothed.at(-1)! > TOO_HIGH * Math.min(...smoothed);

/**
 * The rate in the middle of the longest falling subsequence of the averages, fastai's suggestion:
 * https://docs.fast.ai/callback.schedule.html#valley.
 */
function valley(rates: readonly number[], smoothed: readonly number[]): number | null {
  const used = smoothed.slice(SKIP_FIRST, -SKIP_LAST);
  const lengths: number[] = [];
  for (const value of used) {
    const before = lengths.filter((_, j) => used[j]! > value);
    lengths.push(1 + Math.max(0, ...before));
  }
  const longest = Math.max(0, ...lengths);
  if (longest < 2) return null;
  const start = lengths.indexOf(longest) - longest;
  const middle = start + Math.floor(longest / 3) + Math.floor(longest / 6);
  return rates[SKIP_FIRST + Math.max(0, middle)]!;
}
