import type { BaselineCause } from '../base/facts.js';
import { problem, type Fix, type Problem } from '../base/problem.js';
import { lossOf } from '../nn/losses/index.js';
import { gentlerRate } from '../nn/optimizers/define.js';
import { savedLearningRate } from '../nn/optimizers/index.js';
import { stepsOf } from './advice.js';
import { MAX_EPOCHS, type Project } from './schema.js';

/** Losses of an epoch; null where there is none. */
interface EpochLosses {
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
}

/** Epochs of another try, in multiples of those that were too few. */
const LONGER = 4;

/** A run as advice sees it. */
interface AdvisedRun {
  /** The loss of always predicting the mean; null if that is no measure for it. */
  readonly baseline: { readonly loss: number | null } | null;
  readonly epochs: readonly EpochLosses[];
  readonly isFinished: boolean;
}

/** Advice about a run whose losses show that its training fails; null if they do not. */
export function runAdvice(project: Project, { baseline, epochs, isFinished }: AdvisedRun): Problem | null {
  return growthAdvice(project, epochs) ?? (isFinished ? baselineAdvice(project, baseline, epochs) : null);
}

/** A training loss that is so many times that of the first epoch has grown by an order of magnitude. */
const GROWN = 10;

/** Advice about a training loss that grows instead of falling, although it stays finite. */
function growthAdvice({ training }: Project, epochs: readonly EpochLosses[]): Problem | null {
  const [first, last] = [epochs[0]?.trainLoss, epochs.at(-1)?.trainLoss];
  if (first == null || last == null || !(first > 0) || last < GROWN * first) return null;
  const rate = savedLearningRate(training.optimizer);
  const value = gentlerRate(rate, savedLearningRate({ type: training.optimizer.type }));
  return problem(
    'advice/growing-loss',
    { first, last, rate },
    { fixes: [{ kind: 'set-learning-rate', value }] },
  );
}

/** Advice about a finished regression whose loss is above that of its baseline. */
function baselineAdvice(
  project: Project,
  baseline: AdvisedRun['baseline'],
  epochs: readonly EpochLosses[],
): Problem | null {
  const losses = epochs.map(({ trainLoss, validationLoss }) => validationLoss ?? trainLoss ?? Infinity);
  const loss = losses.at(-1);
  const atMean = baseline?.loss ?? Infinity;
  if (loss === undefined || loss <= atMean) return null;
  const cause = causeOf(project, atMean, losses);
  return problem(
    'advice/worse-than-baseline',
    { loss, baseline: atMean, cause },
    { fixes: [fixOf(project, cause)] },
  );
}

function causeOf({ data, training }: Project, baseline: number, losses: readonly number[]): BaselineCause {
  // Targets with bounds, such as probabilities, must keep them.
  const bounded = lossOf(training.loss.type).within !== undefined;
  if (!bounded && stepsOf(data, 'targetTransforms').length === 0) return { kind: 'target' };
  if (stepsOf(data, 'transforms').length === 0) return { kind: 'inputs' };
  const best = losses.reduce((least, loss, i) => (loss < losses[least]! ? i : least), 0);
  if (losses[best]! < baseline) return { kind: 'overfit', epoch: best + 1 };
  return { kind: losses.length === 1 || losses.at(-1)! < losses[0]! ? 'short' : 'rate' };
}

function fixOf({ training }: Project, cause: BaselineCause): Fix {
  const standardize = (part: 'transforms' | 'targetTransforms'): Fix => ({
    kind: 'compute-step',
    part,
    type: 'Standardize',
    samples: 'table',
  });
  const { optimizer, epochs } = training;
  const rate = savedLearningRate(optimizer);
  const fixes: { readonly [K in BaselineCause['kind']]: Fix } = {
    target: standardize('targetTransforms'),
    inputs: standardize('transforms'),
    overfit: { kind: 'set-epochs', epochs: cause.kind === 'overfit' ? cause.epoch : epochs },
    short: { kind: 'set-epochs', epochs: Math.min(epochs * LONGER, MAX_EPOCHS) },
    rate: { kind: 'set-learning-rate', value: Number((rate / 10).toPrecision(2)) },
  };
  return fixes[cause.kind];
}
