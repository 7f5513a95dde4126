import { float, int, type ParamsOf } from '../../base/fields.js';
import type { Moment, ScheduleDefinition } from './define.js';

/**
 * Linear warm-up before a schedule, step by step.
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html
 */
export const warmUp = {
  type: 'LinearLR',
  summary: 'Starts with a small learning rate, which rises step by step.',
  params: {
    epochs: int({
      default: 1,
      label: 'Warm-up epochs',
      help: 'Epochs in which the rate rises; the schedule begins after them.',
    }),
    // The default of torchvision's training programs; PyTorch's is 1/3.
    start_factor: float({
      default: 0.01,
      min: 1e-9,
      max: 1,
      label: 'First factor',
      help: 'The first step has the learning rate times this.',
      required: 'named',
    }),
  },
} as const;

/** Changes of the learning rate over a run. */
export interface RatePlan {
  /** The optimizer's rate. */
  readonly base: number;
  readonly schedule?:
    | { readonly definition: ScheduleDefinition; readonly params: ParamsOf<ScheduleDefinition['params']> }
    | undefined;
  readonly warmUp?: ParamsOf<(typeof warmUp)['params']> | undefined;
}

/** The learning rate of the step at a moment. A schedule sees the run after the warm-up, and its first rate before. */
export function rateAt({ base, schedule, warmUp }: RatePlan, at: Moment): number {
  const scheduled = (moment: Moment) =>
    schedule ? schedule.definition.rate(schedule.params, base, moment) : base;
  if (!warmUp) return scheduled(at);
  const { epochs, start_factor } = warmUp;
  const steps = (epochs * at.steps) / at.epochs;
  const rest = { epochs: Math.max(1, at.epochs - epochs), steps: Math.max(1, at.steps - steps) };
  if (at.step < steps) {
    const factor = start_factor + ((1 - start_factor) * at.step) / steps;
    return factor * scheduled({ ...rest, epoch: 0, step: 0, losses: [] });
  }
  return scheduled({
    ...rest,
    epoch: at.epoch - epochs,
    step: at.step - steps,
    losses: at.losses.slice(epochs),
  });
}
