import { choice, float } from '../../base/fields.js';
import { cosineBetween, defineSchedule } from './define.js';

/**
 * The optimizer's rate is `max_lr`. Momentum stays as it is (`cycle_momentum=False`).
 * https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 */
export const oneCycleLR = defineSchedule({
  type: 'OneCycleLR',
  summary: 'Rises to the learning rate, then falls far below its start, step by step.',
  params: {
    pct_start: float({
      default: 0.3,
      min: 0.001,
      max: 0.999,
      label: 'Rising share',
      help: 'Share of the run in which the rate rises.',
    }),
    anneal_strategy: choice({
      default: 'cos',
      options: ['cos', 'linear'],
      label: 'Curve',
      help: 'A cosine or a straight line.',
    }),
    div_factor: float({
      default: 25,
      min: 1,
      max: 1e9,
      label: 'Start divisor',
      help: 'The run starts at the learning rate divided by it.',
    }),
    final_div_factor: float({
      default: 1e4,
      min: 1,
      max: 1e12,
      label: 'Final divisor',
      help: 'The run ends at the first rate divided by it.',
    }),
  },
  every: 'batch',
  rate: ({ pct_start, anneal_strategy, div_factor, final_div_factor }, highest, { step, steps }) => {
    const first = highest / div_factor;
    const top = pct_start * steps - 1;
    const between = anneal_strategy === 'cos' ? cosineBetween : straightBetween;
    return step <= top && top > 0
      ? between(first, highest, step / top)
      : between(highest, first / final_div_factor, (step - top) / (steps - 1 - top));
  },
  python: (params, { lr, epochs, stepsPerEpoch, args }) =>
    [
      `max_lr=${lr}`,
      `epochs=${epochs}`,
      `steps_per_epoch=${stepsPerEpoch}`,
      args(params),
      'cycle_momentum=False',
    ]
      .filter(Boolean)
      .join(', '),
});

const straightBetween = (from: number, to: number, share: number) => from + (to - from) * share;
