import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBuilder } from '../../../tensor/operators/index.js';
import { expectSame, wave } from '../../../testing/numbers.js';
import { lower } from './index.js';

const length = fc.integer({ min: 1, max: 9 });

it('computes the same linear layers as the reference, transposed or not', async () => {
  await fc.assert(
    fc.asyncProperty(length, length, length, fc.boolean(), async (batch, inputs, outputs, bias) => {
      const tensors = [wave([batch, inputs]), wave([outputs, inputs], 0.5, 1), wave([outputs], 1, 2)];
      await expectSame(bias ? tensors : tensors.slice(0, 2), (b, values) =>
        b.op('Gemm', values, { transB: 1 }),
      );
    }),
    { numRuns: 60 },
  );
});

it('puts the larger factor first if it would otherwise be packed at every step', () => {
  const gemm = (batch: number, outputs: number) => {
    const b = createBuilder();
    const [x, w] = [b.input('x', 'float32', [batch, 5]), b.input('w', 'float32', [outputs, 5])];
    return lower(b.build([b.op('Gemm', [x, w], { transB: 1 })]), null).nodes.find(({ op }) => op === 'Gemm')!;
  };
  expect(gemm(4, 8).inputs.map((input) => input!.name)).toEqual(['w', 'x']);
  expect(gemm(8, 4).inputs.map((input) => input!.name)).toEqual(['x', 'w']);
});
