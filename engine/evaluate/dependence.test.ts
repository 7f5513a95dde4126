import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { expectClose } from '../testing/numbers.js';
import { gridOf, partialDependence, roundGrid } from './regression.js';

interface Fixture {
  readonly dependence: {
    readonly samples: readonly (readonly number[])[];
    readonly columns: readonly { readonly grid: number[]; readonly means: number[] }[];
  };
}

const { dependence } = JSON.parse(
  readFileSync(new URL('./__fixtures__/sklearn.json', import.meta.url), 'utf8'),
) as Fixture;
const samples = Float32Array.from(dependence.samples.flat());

/** The model of scripts/fixtures/evaluate.py. */
const predict = (batch: Float32Array) =>
  Promise.resolve(
    Array.from({ length: batch.length / 4 }, (_, row) => {
      const [a, b, first, second] = batch.subarray(row * 4, row * 4 + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      return Math.sin(a) * b + b ** 2 / 4 + first * a - 2 * second;
    }),
  );

it.each([0, 1])('is that of scikit-learn for column %i', async (column) => {
  const { grid, means } = dependence.columns[column]!;
  const own = gridOf(
    dependence.samples.map((row) => row[column]!),
    20,
  );
  expectClose([...own], grid, { relative: 1e-12, absolute: 1e-12 });
  const [found] = await partialDependence(predict, samples, 4, { first: column, kinds: null, grid: own });
  expectClose([...found!], means, { relative: 1e-6, absolute: 1e-6 });
});

it('sets all features of a column of text together', async () => {
  const [found] = await partialDependence(predict, samples, 4, { first: 2, kinds: 2, grid: [0, 1] });
  const inFirst = await predict(Float32Array.from(dependence.samples.flatMap(([a, b]) => [a!, b!, 1, 0])));
  expect(found![0]).toBeCloseTo(inFirst.reduce((sum, value) => sum + value, 0) / inFirst.length, 10);
  expect(found![1]).not.toBeCloseTo(found![0]!, 3);
});

it('gives each target its own means', async () => {
  const both = async (batch: Float32Array) => (await predict(batch)).flatMap((value) => [value, -value]);
  const [first, second] = await partialDependence(both, samples, 4, { first: 1, kinds: null, grid: [0, 2] });
  expect(second).toEqual(first!.map((value) => -value));
});

it('goes from round to round bounds around a single input', () => {
  const readings = [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4];
  const grid = roundGrid(readings, 141);
  expect([grid[0], grid.at(-1), grid.length]).toEqual([20, 90, 141]);
  expect(roundGrid([3, 3], 3)).toEqual([3, 3.5, 4]);
});
