import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibration,
  classFigures,
  confusionMatrix,
  meanFigures,
  wilsonInterval,
  type ClassFigures,
} from './classification.js';
import { regressionFigures, type RegressionFigures } from './regression.js';

interface Fixture {
  readonly classifiers: readonly {
    readonly classes: number;
    readonly truth: readonly number[];
    readonly predicted: readonly number[];
    readonly confidence: readonly number[];
    readonly confusion: readonly (readonly number[])[];
    readonly perClass: readonly ClassFigures[];
    readonly macro: ClassFigures;
    readonly weighted: ClassFigures;
    readonly calibration: { readonly accuracies: number[]; readonly confidences: number[] };
  }[];
  readonly regressions: readonly (RegressionFigures & {
    readonly truth: readonly number[];
    readonly predicted: readonly number[];
  })[];
}

const { classifiers, regressions } = JSON.parse(
  readFileSync(new URL('__fixtures__/sklearn.json', import.meta.url), 'utf8'),
) as Fixture;

const close = (found: object, expected: object) => {
  for (const [name, value] of Object.entries(expected) as [keyof typeof found, number | null][]) {
    if (value === null) expect(found[name]).toBeNull();
    else expect(found[name]).toBeCloseTo(value, 10);
  }
};

describe.each(classifiers.map((one, i) => [i, one] as const))('classifier %i of scikit-learn', (_, one) => {
  const confusion = confusionMatrix(one.truth, one.predicted, one.classes);

  it('has its confusion matrix and figures', () => {
    expect(confusion).toEqual(one.confusion);
    const figures = classFigures(confusion);
    figures.forEach((figure, k) => close(figure, one.perClass[k]!));
    close(meanFigures(figures).macro, one.macro);
    close(meanFigures(figures).weighted, one.weighted);
  });

  it('has its calibration curve, and the error that follows from it', () => {
    const right = one.predicted.map((answer, i) => answer === one.truth[i]);
    const { bins, error } = calibration(one.confidence, right);
    const filled = bins.filter(({ count }) => count > 0);
    close(
      filled.map(({ accuracy }) => accuracy),
      one.calibration.accuracies,
    );
    close(
      filled.map(({ confidence }) => confidence),
      one.calibration.confidences,
    );
    const gap = (bin: number) =>
      Math.abs(one.calibration.accuracies[bin]! - one.calibration.confidences[bin]!);
    const expected = filled.reduce((sum, { count }, bin) => sum + (count / right.length) * gap(bin), 0);
    expect(error).toBeCloseTo(expected, 12);
  });
});

it.each(regressions)(
  'regression has the figures of scikit-learn: R² $r2',
  ({ truth, predicted, ...figures }) => {
    close(regressionFigures(truth, predicted), figures);
  },
);

const samples = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.double({ min: 0, max: 1, noNaN: true })), {
  minLength: 1,
});
const columns = (rows: readonly (readonly [number, number, number])[]) => {
  const [truth, predicted] = [rows.map(([t]) => t), rows.map(([, p]) => p)];
  const confidences = rows.map(([, , confidence]) => confidence);
  return { truth, predicted, confidences, right: rows.map(([t, p]) => t === p) };
};

it('counts every sample once: rows of the confusion matrix sum to the support, all to the samples', () => {
  fc.assert(
    fc.property(samples, (rows) => {
      const { truth, predicted, confidences, right } = columns(rows);
      const figures = classFigures(confusionMatrix(truth, predicted, 4));
      figures.forEach(({ support }, k) => expect(support).toBe(truth.filter((label) => label === k).length));
      const { bins, error } = calibration(confidences, right);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      expect(error).toBeLessThanOrEqual(1 + 1e-12);
      // The weighted mean of the recalls is the accuracy.
      expect(meanFigures(figures).weighted.recall).toBeCloseTo(
        right.filter(Boolean).length / rows.length,
        12,
      );
    }),
  );
});

it('says the same in another order of the samples, and of the classes', () => {
  fc.assert(
    fc.property(samples, (rows) => {
      const { truth, predicted, confidences, right } = columns(rows);
      const turned = columns([...rows].reverse());
      const confusion = confusionMatrix(truth, predicted, 4);
      expect(confusionMatrix(turned.truth, turned.predicted, 4)).toEqual(confusion);
      expect(calibration(turned.confidences, turned.right).error).toBeCloseTo(
        calibration(confidences, right).error,
        12,
      );
      const other = (label: number) => 3 - label;
      const renamed = classFigures(confusionMatrix(truth.map(other), predicted.map(other), 4));
      expect(renamed.reverse()).toEqual(classFigures(confusion));
    }),
  );
});

it("gives Wilson's interval", () => {
  // R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
  const [least, most] = wilsonInterval(81, 263);
  expect(least).toBeCloseTo(0.2553, 4);
  expect(most).toBeCloseTo(0.3662, 4);
  expect(wilsonInterval(0, 10)[0]).toBe(0);
  expect(wilsonInterval(10, 10)[1]).toBeCloseTo(1, 12);
});
