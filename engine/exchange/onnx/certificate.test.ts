import { describe, expect, it } from 'vitest';
import { compare, certificateFailure } from './certificate.js';

describe('the certificate', () => {
  const base = {
    engine: Float32Array.of(0, 1, 1, 0),
    width: 2,
    output: 'logits',
    labels: Int32Array.of(1, 1),
  } as const;

  it('counts samples, differences, agreement and accuracy', () => {
    const summary = compare({ ...base, onnx: Float32Array.of(0, 1.000001, 1, 0) });
    expect(summary).toMatchObject({ images: 2, labelAgreement: 1, engineAccuracy: 0.5, onnxAccuracy: 0.5 });
    expect(certificateFailure(summary)).toBeNull();
  });

  it.each([
    ['a different number', Float32Array.of(0, 1.1, 1, 0)],
    ['NaN', Float32Array.of(0, NaN, 1, 0)],
    ['too few numbers', Float32Array.of(0, 1)],
  ])('fails for a file that outputs %s', (_, onnx) => {
    expect(certificateFailure(compare({ ...base, onnx }))).toMatchObject({ how: 'numbers' });
  });
});
