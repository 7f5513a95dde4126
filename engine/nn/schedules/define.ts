import { type Fields, float, type ParamsOf, type ParamValue } from '../../base/fields.js';
import type { Problem } from '../../base/problem.js';

/** A moment of a run, before one of its steps. */
export interface Moment {
  /** Completed epochs and completed steps. */
  readonly epoch: number;
  readonly step: number;
  /** Epochs and steps of the whole run. */
  readonly epochs: number;
  readonly steps: number;
  /**
   * For a schedule that follows the loss: the validation loss of each completed epoch; the training loss without
   * validation.
   */
  readonly losses: readonly number[];
}

/** The run as generated code sees it. */
export interface ScheduledCode {
  /** The optimizer's learning rate, as a literal. */
  readonly lr: string;
  readonly epochs: number;
  /** An expression for the number of steps of an epoch. */
  readonly stepsPerEpoch: string;
  /** Formats settings as arguments: those that PyTorch requires, or whose default is another. */
  readonly args: (params: Readonly<Record<string, ParamValue>>) => string;
}

/** One way to change the learning rate as a run goes on. */
export interface ScheduleDefinition<F extends Fields = Fields> {
  /** PyTorch's class name in `torch.optim.lr_scheduler`. */
  readonly type: string;
  readonly summary: string;
  readonly params: F;
  /** When generated code calls the scheduler's `step`. */
  readonly every: 'epoch' | 'batch';
  /** True if the rates depend on the losses, so that they cannot be drawn before the run. */
  readonly followsLoss?: boolean;
  /** The learning rate of the step at a moment; `base` is the optimizer's. Double precision, as in PyTorch. */
  rate(params: ParamsOf<F>, base: number, at: Moment): number;
  /** The problem of settings that give no learning rate in one of a run's epochs. */
  check?(params: ParamsOf<F>, epochs: number): Problem | null;
  /** The scheduler's arguments after the optimizer in generated code; the settings unless given. */
  python?(params: ParamsOf<F>, code: ScheduledCode): string;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a schedule, keeping the types of its name and fields. */
export function defineSchedule<const T extends string, F extends Fields>(
  schedule: ScheduleDefinition<F> & { readonly type: T },
): ScheduleDefinition<F> & { readonly type: T } {
  return schedule;
}

/** The value between `from` and `to` on half a wave of the cosine, for a share from 0 to 1. */
export function cosineBetween(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}

/** The setting `gamma`. */
export const gamma = (standard: number) =>
  float({ default: standard, min: 0, max: 1e3, label: 'Gamma', help: 'The rate is multiplied by it.' });

/** The setting `eta_min`. */
export const lowestRate = float({
  default: 0,
  min: 0,
  max: 1e9,
  label: 'Lowest rate',
  help: 'The rate at the end of the curve.',
});
