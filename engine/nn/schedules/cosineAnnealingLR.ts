import { int, orWord } from '../../base/fields.js';
import { cosineBetween, defineSchedule, lowestRate } from './define.js';

/** https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html */
export const cosineAnnealingLR = defineSchedule({
  type: 'CosineAnnealingLR',
  summary: 'Lowers the rate along a cosine, slowly at first and at the end.',
  params: {
    T_max: orWord(
      int({
        default: 100,
        label: 'Epochs down',
        help: 'Epochs until the lowest rate, after which it rises again; all: those of the run.',
        required: 'named',
      }),
      ['all'],
      'all',
    ),
    eta_min: lowestRate,
  },
  every: 'epoch',
  rate: ({ T_max, eta_min }, base, { epoch, epochs }) =>
    cosineBetween(base, eta_min, epoch / (T_max === 'all' ? epochs : T_max)),
  python: (params, { epochs, args }) =>
    args({ ...params, T_max: params.T_max === 'all' ? epochs : params.T_max }),
});
