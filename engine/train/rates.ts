import type { Project } from '../project/schema.js';
import { rateAt } from '../nn/schedules/warmUp.js';
import type { Recipe } from './recipe.js';
import type { RunState } from './state.js';

/** The learning rate in the optimizer's settings. */
export function learningRate(params: Readonly<Record<string, unknown>>): number {
  return params['lr'] as number;
}

/** The number of batches in an epoch. */
export function stepsPerEpoch(
  samples: number,
  { batchSize }: Pick<Project['training'], 'batchSize'>,
): number {
  return batchSize === 'full' ? 1 : Math.ceil(samples / batchSize);
}

/**
 * The learning rates of the next `count` steps, all of the current epoch. They follow from the run's position and
 * history, so that a resumed run has the same.
 */
export function nextRates(
  { optimizer, schedule, warmUp }: Pick<Recipe, 'optimizer' | 'schedule' | 'warmUp'>,
  { epoch, step, history, train }: Pick<RunState, 'epoch' | 'step' | 'history' | 'train'>,
  { epochs, batchSize }: Pick<Project['training'], 'epochs' | 'batchSize'>,
  count: number,
): readonly number[] {
  const base = learningRate(optimizer.params);
  if (!schedule && !warmUp) return new Array<number>(count).fill(base);
  const losses = schedule?.definition.followsLoss
    ? history.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss)
    : [];
  const steps = epochs * stepsPerEpoch(train.length, { batchSize });
  return Array.from({ length: count }, (_, i) =>
    rateAt({ base, schedule, warmUp }, { epoch, step: step + i, epochs, steps, losses }),
  );
}
