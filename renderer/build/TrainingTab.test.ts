import { expect, it } from 'vitest';
import { plannedRates } from './TrainingTab.js';

const training = {
  loss: { type: 'MSELoss' },
  optimizer: { type: 'SGD', lr: 0.1 },
  schedule: null,
  epochs: 10,
  batchSize: 64,
  shuffle: true,
  seed: 0,
} as const;

it('draws every epoch of a schedule by epochs, from the first to the last', () => {
  const rates = plannedRates({ ...training, schedule: { type: 'StepLR', step_size: 1, gamma: 0.5 } });
  expect(new Set(rates)).toEqual(new Set(Array.from({ length: 10 }, (_, i) => 0.1 * 0.5 ** i)));
});

it("draws one cycle's rise and fall", () => {
  const rates = plannedRates({ ...training, schedule: { type: 'OneCycleLR' } })!;
  expect(rates[0]).toBeCloseTo(0.004);
  expect(Math.max(...rates)).toBeCloseTo(0.1, 4);
  expect(rates.at(-1)).toBeCloseTo(4e-7);
});

it('draws nothing that depends on the losses to come', () => {
  expect(plannedRates({ ...training, schedule: { type: 'ReduceLROnPlateau' } })).toBeNull();
});
