import { describe, expect, it } from 'vitest';
import { isProblem } from '../base/problem.js';
import { messageOf } from '../text/index.js';
import { applyFix, type EditingFix, setFigures, setTraining } from './edits.js';
import { runAdvice } from './advice.js';
import type { Edit, Project } from './schema.js';
import { templates } from './templates.js';

const figures = { mean: [10], std: [9] };
const bare: Edit = (project) => ({ ...project, data: { ...project.data, transforms: [] } });
const standardizedTarget = setFigures('targetTransforms', 'Standardize', figures);
const standardizedInputs = setFigures('transforms', 'Standardize', figures);

function thermometer(...edits: readonly Edit[]): Project {
  const { project } = templates.find(({ id }) => id === 'linear-regressor')!;
  return [bare, setTraining({ epochs: 8, optimizer: { type: 'SGD', lr: 0.01 } }), ...edits].reduce(
    (before, edit) => edit(before),
    project,
  );
}

/** Advice about a run with these validation losses, against a baseline of 1. */
const advice = (project: Project, ...losses: readonly number[]) =>
  runAdvice(project, {
    baseline: { loss: 1 },
    epochs: losses.map((validationLoss) => ({ trainLoss: 0.1, validationLoss })),
    isFinished: true,
  });

it('is none for a run as good as its baseline, and for one without a baseline', () => {
  expect(advice(thermometer(), 4, 1)).toBeNull();
  expect(advice(thermometer())).toBeNull();
  const [epochs, isFinished] = [[{ trainLoss: 4, validationLoss: null }], true];
  expect(runAdvice(thermometer(), { baseline: null, epochs, isFinished })).toBeNull();
});

it('judges a run that validates nothing by its training loss', () => {
  const epochs = [{ trainLoss: 4, validationLoss: null }];
  expect(runAdvice(thermometer(), { baseline: { loss: 1 }, epochs, isFinished: true })).toMatchObject({
    facts: { loss: 4, baseline: 1 },
  });
});

const both = [standardizedTarget, standardizedInputs];

it.each([
  ['target', [], [9, 4], { kind: 'compute-step', part: 'targetTransforms', type: 'Standardize' }],
  ['inputs', [standardizedTarget], [9, 4], { kind: 'compute-step', part: 'transforms', type: 'Standardize' }],
  // A target in [0, 1] must stay there.
  [
    'inputs',
    [setTraining({ loss: { type: 'BCELoss' } })],
    [9, 4],
    { kind: 'compute-step', part: 'transforms' },
  ],
  ['overfit', both, [2, 0.5, 0.7, 1.2], { kind: 'set-epochs', epochs: 2 }],
  ['short', both, [9, 4], { kind: 'set-epochs', epochs: 32 }],
  ['rate', both, [4, 9], { kind: 'set-learning-rate', value: 0.001 }],
] as const)('names the likely cause, %s, with a fix', (kind, edits, losses, fix) => {
  const found = advice(thermometer(...edits), ...losses)!;
  expect(found).toMatchObject({ facts: { cause: { kind } }, fixes: [fix] });
  expect(isProblem(found, 'advice/worse-than-baseline')).toBe(true);
  expect(messageOf(found)).toContain('worse than no model');
});

it('its fixes change the training settings', () => {
  const fixed = (...losses: readonly number[]) => {
    const project = thermometer(...both);
    return applyFix(project, advice(project, ...losses)!.fixes[0] as EditingFix).training;
  };
  expect(fixed(9, 4)).toMatchObject({ epochs: 32 });
  expect(fixed(4, 9)).toMatchObject({ optimizer: { type: 'SGD', lr: 0.001 } });
});

describe('a training loss that grows', () => {
  const grown = (...losses: readonly number[]) =>
    runAdvice(thermometer(setTraining({ optimizer: { type: 'SGD', lr: 0.5 } })), {
      baseline: null,
      epochs: losses.map((trainLoss) => ({ trainLoss, validationLoss: null })),
      isFinished: false,
    });

  it('is told while it trains, with a smaller learning rate', () => {
    const found = grown(0.7, 3, 7)!;
    expect(found).toMatchObject({
      code: 'advice/growing-loss',
      facts: { first: 0.7, last: 7, rate: 0.5 },
      fixes: [{ kind: 'set-learning-rate', value: 0.01 }],
    });
    expect(messageOf(found)).toContain('0.7 after the first epoch and is 7 now');
  });

  it('is no matter below ten times the first, or after it has come down', () => {
    expect(grown()).toBeNull();
    expect(grown(0.7, 6.9)).toBeNull();
    expect(grown(0.7, 70, 0.6)).toBeNull();
    // Rounding around a perfect fit.
    expect(grown(0, 1e-12)).toBeNull();
  });
});
