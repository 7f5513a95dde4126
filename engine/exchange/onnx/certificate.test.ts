import { describe, expect, it } from 'vitest';
import { targetPipeline } from '../../data/transforms/index.js';
import { float32, tensor } from '../../tensor/tensor.js';
import { compare, certificateFailure, widestDifference } from './certificate.js';

describe('the certificate', () => {
  const base = {
    engine: Float32Array.of(0, 1, 1, 0),
    width: 2,
    output: 'logits',
    labels: Int32Array.of(1, 1),
  } as const;

  const classes = {
    classNames: ['a', 'b'],
    targets: tensor('int32', [2], Int32Array.of(1, 1)),
    targetPipeline: targetPipeline([], null),
  };
  const failureOf = (onnx: Float32Array) =>
    certificateFailure(compare({ ...base, onnx }), widestDifference(base.engine, onnx, 1e-5, classes));

  it('counts samples, differences, agreement and accuracy', () => {
    const summary = compare({ ...base, onnx: Float32Array.of(0, 1.000001, 1, 0) });
    expect(summary).toMatchObject({ images: 2, labelAgreement: 1, engineAccuracy: 0.5, onnxAccuracy: 0.5 });
    expect(failureOf(Float32Array.of(0, 1.000001, 1, 0))).toBeNull();
  });

  it.each([
    ['a different number', Float32Array.of(0, 1.1, 1, 0)],
    ['NaN', Float32Array.of(0, NaN, 1, 0)],
    ['too few numbers', Float32Array.of(0, 1)],
  ])('fails for a file that outputs %s', (_, onnx) => {
    expect(failureOf(onnx)).toMatchObject({ how: 'numbers' });
  });

  it('allows each target a difference of its own size', () => {
    const steps = [{ type: 'Standardize', mean: [300_000, 0.01], std: [100_000, 0.001] }];
    const houses = {
      classNames: null,
      targets: float32([2, 2], [2e5, 0.01, 4e5, 0.02]),
      targetPipeline: targetPipeline(steps, 2),
    };
    const engine = [250_000, 0.01, 380_000, 0.02];
    const widest = (onnx: readonly number[]) => widestDifference(engine, onnx, 1e-5, houses);
    expect(widest([250_001, 0.01, 380_000, 0.02])).toMatchObject({ difference: 1 });
    const small = widest([250_001, 0.01, 380_000, 0.0201]);
    expect(small.difference).toBeCloseTo(1e-4, 9);
    expect(small.difference).toBeGreaterThan(small.allowed);
    // Where all answers are near zero, one of the model's outputs in the target's unit counts.
    expect(widestDifference([0, 0], [1e-3, 0], 1e-5, houses)).toMatchObject({ allowed: 1 });
  });
});
