import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeSamples } from './samples.js';
import { histogram } from './distribution.js';

const CLASSES = 3;
const answered = fc.array(
  fc.record({
    truth: fc.nat(CLASSES - 1),
    probabilities: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
      minLength: CLASSES,
      maxLength: CLASSES,
    }),
  }),
  { minLength: 1, maxLength: 20 },
);

const classified = (samples: readonly { truth: number; probabilities: readonly number[] }[]) => ({
  rows: Uint32Array.from(samples, (_, i) => 100 + i),
  truth: Uint32Array.from(samples, ({ truth }) => truth),
  probabilities: Float32Array.from(samples.flatMap(({ probabilities }) => probabilities)),
});

it('judges each sample by its own probabilities', () => {
  fc.assert(
    fc.property(answered, (samples) => {
      judgeSamples(classified(samples)).forEach(({ row, truth, predicted, confidence, loss }, i) => {
        const { probabilities } = samples[i]!;
        expect(row).toBe(100 + i);
        expect(truth).toBe(samples[i]!.truth);
        expect(confidence).toBe(Math.max(...probabilities));
        expect(probabilities[predicted]).toBe(confidence);
        expect(Number.isFinite(loss)).toBe(true);
        if (probabilities[truth]! > 0) expect(loss).toBeCloseTo(-Math.log(probabilities[truth]!), 12);
      });
    }),
  );
});

it('counts every value in the bin that holds it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e3, noNaN: true })),
      fc.integer({ min: 1, max: 30 }),
      (values, n) => {
        const bins = histogram(values, n);
        expect(bins).toHaveLength(n);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        expect(histogram([...values].reverse(), n)).toEqual(bins);
      },
    ),
  );
});
