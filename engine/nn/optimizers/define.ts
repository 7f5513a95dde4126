import type { Problem } from '../../base/problem.js';
import { float, type Fields, type ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/** Inputs of the update of one parameter. */
export interface UpdateInputs {
  readonly param: Value;
  readonly gradient: Value;
  /** State of this parameter from the previous step; zeros at first. */
  readonly slots: Readonly<Record<string, Value>>;
  /** Scalars of this step, computed on the host. */
  readonly scalars: Readonly<Record<string, Value>>;
}

/** One kind of optimizer: a pure function from state and gradient to new state. */
export interface OptimizerDefinition<F extends Fields = Fields> {
  /** PyTorch's class name in `torch.optim`. */
  readonly type: string;
  readonly summary: string;
  /** Its settings; `lr` is the first. */
  readonly params: F;
  /** Its steps grow with the gradient in proportion, instead of being divided by its usual size. */
  readonly isProportional?: true;
  /** The problem of settings that are valid individually but not together. */
  check?(params: ParamsOf<F>): Problem | null;
  /** Names of the state kept for each parameter, as in PyTorch's `state_dict`. */
  slots(params: ParamsOf<F>): readonly string[];
  /** Scalars that change from step to step, in double precision as in PyTorch; `step` counts from 1. */
  scalars(params: ParamsOf<F>, lr: number, step: number): Readonly<Record<string, number>>;
  /** Emits the update of one parameter. */
  update(
    b: Builder,
    inputs: UpdateInputs,
    params: ParamsOf<F>,
  ): { readonly param: Value; readonly slots: Readonly<Record<string, Value>> };
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares an optimizer, keeping the types of its name and fields. */
export function defineOptimizer<const T extends string, F extends Fields>(
  optimizer: OptimizerDefinition<F> & { readonly type: T },
): OptimizerDefinition<F> & { readonly type: T } {
  return optimizer;
}

/** The gradient with weight decay: that of `decay/2 · |param|²` added. */
export function decayed(
  b: Builder,
  { param, gradient }: Pick<UpdateInputs, 'param' | 'gradient'>,
  decay: number,
): Value {
  return decay === 0 ? gradient : b.op('Add', [gradient, b.op('Mul', [param, b.scalar(decay)])]);
}

/** The setting `lr`. */
export const learningRate = (standard: number) =>
  float({ default: standard, min: 0, max: 1e9, label: 'Learning rate', help: 'Size of each step.' });

/** The setting `weight_decay`. */
export const weightDecay = (standard: number) =>
  float({ default: standard, min: 0, max: 10, label: 'Weight decay', help: 'Pulls parameters toward 0.' });

/** The setting `momentum`. */
export const momentum = float({
  default: 0,
  min: 0,
  max: 1,
  label: 'Momentum',
  help: 'Share of the previous step kept.',
});

/** The setting `eps`. */
export const epsilon = float({
  default: 1e-8,
  min: 0,
  max: 1,
  label: 'Epsilon',
  help: 'Added to the denominator to avoid division by zero.',
});

/**
 * A learning rate to try in place of one with which training diverged: a tenth of it, as rates are searched by powers
 * of ten, but at most the rate where the optimizer usually starts.
 */
export function gentlerRate(rate: number, usualRate: number): number {
  return Math.min(Number((rate / 10).toPrecision(2)), usualRate);
}
