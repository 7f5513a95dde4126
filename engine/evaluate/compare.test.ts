import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareSamples, type JudgedSample } from './samples.js';

const judged = (answers: readonly number[], from: number): JudgedSample[] =>
  answers.map((predicted, i) => ({
    row: from + i,
    truth: (from + i) % 2,
    predicted,
    confidence: 1,
    loss: 0,
  }));
const answers = fc.array(fc.nat(1), { maxLength: 20 });
const rows = (samples: readonly JudgedSample[]) => samples.map(({ row }) => row);

it('places every common sample once, and the other way round exchanges fixed and broken', () => {
  fc.assert(
    fc.property(answers, answers, fc.nat(5), (one, other, from) => {
      const [before, after] = [judged(one, 0), judged(other, from)];
      const compared = compareSamples(before, after);
      const common = rows(after).filter((row) => rows(before).includes(row));
      const placed = rows(Object.values(compared).flat());
      expect(placed.sort((a, b) => a - b)).toEqual(common);
      const reversed = compareSamples(after, before);
      expect(rows(reversed.fixed)).toEqual(rows(compared.broken));
      expect(rows(reversed.bothWrong)).toEqual(rows(compared.bothWrong));
      const right = (samples: readonly JudgedSample[]) =>
        samples.filter((sample) => common.includes(sample.row) && sample.truth === sample.predicted).length;
      expect(compared.fixed.length - compared.broken.length).toBe(right(after) - right(before));
    }),
  );
});
