import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { suspectedLabels } from './samples.js';

interface Fixture {
  readonly cases: readonly {
    readonly labels: readonly number[];
    readonly probabilities: readonly number[];
    readonly doubted: readonly number[];
  }[];
}

const { cases } = JSON.parse(
  readFileSync(new URL('__fixtures__/cleanlab.json', import.meta.url), 'utf8'),
) as Fixture;

/** The doubted samples, in a given order of the samples. */
function doubted({ labels, probabilities }: Fixture['cases'][number], order: readonly number[]) {
  const width = probabilities.length / labels.length;
  return suspectedLabels({
    rows: Uint32Array.from(order),
    truth: Uint32Array.from(order, (i) => labels[i]!),
    probabilities: Float32Array.from(order.flatMap((i) => probabilities.slice(i * width, (i + 1) * width))),
  });
}

it.each(cases.map((one, i) => [i, one] as const))('doubts the labels that cleanlab doubts: %i', (_, one) => {
  const found = doubted(one, [...one.labels.keys()]);
  expect(found.map(({ row }) => row).sort((a, b) => a - b)).toEqual(one.doubted);
});

it('says the same in another order of the samples', () => {
  const [one] = cases;
  const rows = [...one!.labels.keys()];
  const expected = doubted(one!, rows);
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (order) => {
      expect(doubted(one!, order)).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});
