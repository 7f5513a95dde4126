import { ints } from '../../base/fields.js';
import { defineSchedule, gamma } from './define.js';

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html */
export const multiStepLR = defineSchedule({
  type: 'MultiStepLR',
  summary: 'Multiplies the rate by gamma after chosen epochs.',
  params: {
    milestones: ints({
      default: [30, 80],
      min: 1,
      max: 1_000_000,
      label: 'Milestones',
      help: 'Epochs after which the rate changes, such as 30, 80.',
      required: 'named',
    }),
    gamma: gamma(0.1),
  },
  every: 'epoch',
  rate: ({ milestones, gamma }, base, { epoch }) =>
    base * gamma ** milestones.filter((milestone) => milestone <= epoch).length,
});
