import type { BaselineCause } from '../base/facts.js';
import { problem, type Fix, type Problem } from '../base/problem.js';
import { resolveParams } from '../base/fields.js';
import { lossOf } from '../nn/losses/index.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import { stepsOf } from './advice.js';
import { MAX_EPOCHS, type Project } from './schema.js';

/** Losses of an epoch; null where there is none. */
interface EpochLosses {
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
}

/** Epochs of another try, in multiples of those that were too few. */
const LONGER = 4;

/** Advice about a finished regression whose loss is above that of its baseline; null if it is not. */
export function baselineAdvice(
  project: Project,
  baseline: { readonly loss: number | null } | null,
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
  const rate = resolveParams(optimizerOf(optimizer.type).params, optimizer)['lr'] as number;
  const fixes: { readonly [K in BaselineCause['kind']]: Fix } = {
    target: standardize('targetTransforms'),
    inputs: standardize('transforms'),
    overfit: { kind: 'set-epochs', epochs: cause.kind === 'overfit' ? cause.epoch : epochs },
    short: { kind: 'set-epochs', epochs: Math.min(epochs * LONGER, MAX_EPOCHS) },
    rate: { kind: 'set-learning-rate', value: Number((rate / 10).toPrecision(2)) },
  };
  return fixes[cause.kind];
}
