import { int } from '../../base/fields.js';
import { defineSchedule, gamma } from './define.js';

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html */
export const stepLR = defineSchedule({
  type: 'StepLR',
  summary: 'Multiplies the rate by gamma after every few epochs.',
  params: {
    step_size: int({
      default: 30,
      label: 'Step size',
      help: 'Epochs from one change to the next.',
      required: 'named',
    }),
    gamma: gamma(0.1),
  },
  every: 'epoch',
  rate: ({ step_size, gamma }, base, { epoch }) => base * gamma ** Math.floor(epoch / step_size),
});
