import { int } from '../../base/fields.js';
import { cosineBetween, defineSchedule, lowestRate } from './define.js';

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html */
export const cosineAnnealingWarmRestarts = defineSchedule({
  type: 'CosineAnnealingWarmRestarts',
  summary: 'Lowers the rate along a cosine, then starts over at the highest.',
  params: {
    T_0: int({
      default: 10,
      label: 'First cycle',
      help: 'Epochs until the first restart.',
      required: 'named',
    }),
    T_mult: int({
      default: 1,
      max: 100,
      label: 'Growth',
      help: 'Each cycle is so many times the one before.',
    }),
    eta_min: lowestRate,
  },
  every: 'epoch',
  rate: ({ T_0, T_mult, eta_min }, base, { epoch }) => {
    let [length, into] = [T_0, epoch];
    while (into >= length) {
      into -= length;
      length *= T_mult;
    }
    return cosineBetween(base, eta_min, into / length);
  },
});
