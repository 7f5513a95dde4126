import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { resolveParams, type SavedParams } from '../../base/fields.js';
import { expectClose } from '../../testing/numbers.js';
import { scheduleOf, schedules } from './index.js';

interface Fixture {
  readonly lr: number;
  readonly epochs: number;
  readonly batches: number;
  /** The loss of each epoch. */
  readonly losses: readonly number[];
  /** The rate of each step. */
  readonly schedules: readonly {
    readonly type: string;
    readonly params: SavedParams;
    readonly rates: readonly number[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/rates.json', import.meta.url), 'utf8'),
) as Fixture;

const { lr, epochs, batches, losses } = fixture;

function ratesOf(type: string, saved: SavedParams): number[] {
  const definition = scheduleOf(type);
  const params = resolveParams(definition.params, saved);
  return Array.from({ length: epochs * batches }, (_, step) => {
    const epoch = Math.floor(step / batches);
    const moment = { epoch, step, epochs, steps: epochs * batches, losses: losses.slice(0, epoch) };
    return definition.rate(params, lr, moment);
  });
}

it.each(fixture.schedules)("has PyTorch's rates: $type $params", ({ type, params, rates }) => {
  expectClose(ratesOf(type, params), rates, { relative: 1e-6 });
});

it('has rates of PyTorch for every schedule', () => {
  expect(new Set(fixture.schedules.map(({ type }) => type))).toEqual(
    new Set(schedules.map(({ type }) => type)),
  );
});

it('brings the rate down over the whole run unless told how long', () => {
  expect(ratesOf('CosineAnnealingLR', {})).toEqual(ratesOf('CosineAnnealingLR', { T_max: epochs }));
});

it.each([1, 2, 3, 10])('gives every one of %i steps of OneCycleLR a rate', (steps) => {
  const definition = scheduleOf('OneCycleLR');
  for (const pct_start of [0.001, 0.1, 0.5, 0.999]) {
    for (let step = 0; step < steps; step++) {
      const moment = { epoch: step, step, epochs: steps, steps, losses: [] };
      const found = definition.rate(resolveParams(definition.params, { pct_start }), 0.1, moment);
      expect(found).toBeGreaterThan(0);
      expect(found).toBeLessThanOrEqual(0.1 * (1 + 1e-12));
    }
  }
});
