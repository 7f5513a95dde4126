import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createReferenceBackend } from '../backends/reference.js';
import { expectClose } from '../testing/numbers.js';
import { noImages, openExample } from '../testing/training.js';
import { findRate, STEPS } from './findRate.js';
import { openRecipe } from './recipe.js';
import { initialState } from './state.js';

interface Fixture {
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
  readonly suggestion: number;
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/findRate.json', import.meta.url), 'utf8'),
) as Readonly<Record<'SGD' | 'Adam', Fixture>>;

const environment = {
  backend: createReferenceBackend(),
  control: { waitIfPaused: () => Promise.resolve(true) },
  now: () => performance.now(),
};

async function thermometer(optimizer: string) {
  const { project } = await openExample('thermometer-linear');
  const training = { ...project.training, optimizer: { type: optimizer } };
  return openRecipe({ ...project, training }, noImages);
}

const plan = { batchSize: 'full', shuffle: false } as const;

it.each(['SGD', 'Adam'] as const)("has PyTorch's losses and fastai's suggestion with %s", async (type) => {
  const recipe = await thermometer(type);
  const reports: number[] = [];
  const found = await findRate(recipe, initialState(recipe, 0), plan, environment, (done) =>
    reports.push(done),
  );
  const { losses, smoothed, suggestion } = fixture[type];
  expectClose(found!.losses, losses, { relative: 1e-4 });
  expectClose(found!.smoothed, smoothed, { relative: 1e-4 });
  expect(found!.suggestion).toBeCloseTo(suggestion, 12);
  expect(reports.slice(0, 3)).toEqual([1, 2, 3]);
  expect(reports.at(-1)).toBeLessThanOrEqual(STEPS);
});

it('ends before the rates are through once the loss explodes', async () => {
  const recipe = await thermometer('SGD');
  const found = await findRate(recipe, initialState(recipe, 0), plan, environment, () => undefined);
  expect(found!.rates.length).toBeLessThan(STEPS);
  expect(found!.smoothed.at(-1)).toBeGreaterThan(4 * Math.min(...found!.smoothed));
});

it('has no result when it was stopped', async () => {
  const recipe = await thermometer('SGD');
  const control = { waitIfPaused: () => Promise.resolve(false) };
  const stopped = { ...environment, control };
  expect(await findRate(recipe, initialState(recipe, 0), plan, stopped, () => undefined)).toBeNull();
});
