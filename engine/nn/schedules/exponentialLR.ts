import { float } from '../../base/fields.js';
import { defineSchedule } from './define.js';

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html */
export const exponentialLR = defineSchedule({
  type: 'ExponentialLR',
  summary: 'Multiplies the rate by gamma after every epoch.',
  params: {
    gamma: float({
      default: 0.95,
      min: 0,
      max: 1e3,
      label: 'Gamma',
      help: 'The rate is multiplied by it.',
      required: 'named',
    }),
  },
  every: 'epoch',
  rate: ({ gamma }, base, { epoch }) => base * gamma ** epoch,
});
