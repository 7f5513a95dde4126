import { resolveParams, type SavedParams } from '../../base/fields.js';
import { invariant } from '../../base/problem.js';
import { adadelta } from './adadelta.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamW } from './adamW.js';
import type { OptimizerDefinition } from './define.js';
import { nadam } from './nadam.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** All optimizers. A new one is one file and one line here. */
export const optimizers: readonly OptimizerDefinition[] = [
  sgd,
  adam,
  adamW,
  nadam,
  rmsprop,
  adagrad,
  adadelta,
];

/** The optimizer named `type`. The project's schema has checked it. */
export function optimizerOf(type: string): OptimizerDefinition {
  const optimizer = optimizers.find((candidate) => candidate.type === type);
  invariant(optimizer, `there is no optimizer ${type}`);
  return optimizer;
}

/** The learning rate in an optimizer's saved settings, or its usual one. */
export function savedLearningRate(settings: { readonly type: string } & SavedParams): number {
  return resolveParams(optimizerOf(settings.type).params, settings)['lr'] as number;
}
