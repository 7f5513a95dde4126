import { choice, float, int } from '../../base/fields.js';
import { defineSchedule } from './define.js';

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html */
export const reduceLROnPlateau = defineSchedule({
  type: 'ReduceLROnPlateau',
  summary: 'Lowers the rate when the validation loss no longer falls.',
  params: {
    factor: float({
      default: 0.1,
      min: 0,
      max: 0.999_999,
      label: 'Factor',
      help: 'The rate is multiplied by it.',
    }),
    patience: int({
      default: 10,
      min: 0,
      label: 'Patience',
      help: 'Epochs without improvement that are tolerated.',
    }),
    threshold: float({
      default: 1e-4,
      min: 0,
      max: 1,
      label: 'Threshold',
      help: 'A loss is better if it is lower by more than this.',
    }),
    threshold_mode: choice({
      default: 'rel',
      options: ['rel', 'abs'],
      label: 'Threshold is',
      help: 'rel: a share of the best loss; abs: a difference.',
    }),
    cooldown: int({
      default: 0,
      min: 0,
      label: 'Cooldown',
      help: 'Epochs after a change in which none are counted.',
    }),
    min_lr: float({ default: 0, min: 0, max: 1e9, label: 'Lowest rate', help: 'The rate stays above it.' }),
    eps: float({
      default: 1e-8,
      min: 0,
      max: 1,
      label: 'Smallest change',
      help: 'Smaller changes of the rate are not made.',
    }),
  },
  every: 'epoch',
  followsLoss: true,
  rate: ({ factor, patience, threshold, threshold_mode, cooldown, min_lr, eps }, base, { losses }) => {
    let [rate, best, bad, cooling] = [base, Infinity, 0, 0];
    for (const loss of losses) {
      const better = threshold_mode === 'rel' ? best * (1 - threshold) : best - threshold;
      if (loss < better) [best, bad] = [loss, 0];
      else bad += 1;
      if (cooling > 0) [cooling, bad] = [cooling - 1, 0];
      if (bad <= patience) continue;
      const next = Math.max(rate * factor, min_lr);
      if (rate - next > eps) rate = next;
      [cooling, bad] = [cooldown, 0];
    }
    return rate;
  },
});
