import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ParamsOf, resolveParams, type SavedParams } from '../../base/fields.js';
import { expectClose } from '../../testing/numbers.js';
import { scheduleOf, schedules } from './index.js';
import { rateAt, type warmUp } from './warmUp.js';

interface Fixture {
  readonly lr: number;
  readonly epochs: number;
  readonly batches: number;
  /** The loss of each epoch. */
  readonly losses: readonly number[];
  /** The rate of each step. */
  readonly schedules: readonly {
    /** Null for the optimizer's rate. */
    readonly type: string | null;
    readonly params: SavedParams;
    readonly warmUp?: ParamsOf<(typeof warmUp)['params']>;
    readonly rates: readonly number[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/rates.json', import.meta.url), 'utf8'),
) as Fixture;

const { lr, epochs, batches, losses } = fixture;

type Planned = Omit<Fixture['schedules'][number], 'rates'>;

function ratesOf({ type, params, warmUp }: Planned): number[] {
  const definition = type === null ? null : scheduleOf(type);
  const schedule = definition ? { definition, params: resolveParams(definition.params, params) } : undefined;
  return Array.from({ length: epochs * batches }, (_, step) => {
    const epoch = Math.floor(step / batches);
    const moment = { epoch, step, epochs, steps: epochs * batches, losses: losses.slice(0, epoch) };
    return rateAt({ base: lr, schedule, warmUp }, moment);
  });
}

it.each(fixture.schedules)("has PyTorch's rates: $type $params $warmUp", ({ rates, ...planned }) => {
  expectClose(ratesOf(planned), rates, { relative: 1e-6 });
});

it('has rates of PyTorch for every schedule', () => {
  expect(new Set(fixture.schedules.flatMap(({ type }) => type ?? []))).toEqual(
    new Set(schedules.map(({ type }) => type)),
  );
});

it('brings the rate down over the whole run unless told how long', () => {
  const type = 'CosineAnnealingLR';
  expect(ratesOf({ type, params: {} })).toEqual(ratesOf({ type, params: { T_max: epochs } }));
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

describe('LambdaLR', () => {
  const definition = scheduleOf('LambdaLR');
  const problemOf = (lr_lambda: string) =>
    definition.check!(resolveParams(definition.params, { lr_lambda }), 10);

  it.each(['1', 'max(0, 1 - epoch / 5)', 'exp(-epoch)'])('takes the factor %s', (formula) => {
    expect(problemOf(formula)).toBeNull();
  });

  it.each([
    ['1 / epoch', 0],
    ['1 - epoch / 5', 6],
    ['log(3 - epoch)', 3],
  ])('says in which epoch %s is no factor', (formula, epoch) => {
    expect(problemOf(formula)).toMatchObject({ code: 'bad-project/rate-factor', facts: { epoch } });
  });
});
