import { expect, it } from 'vitest';
import { gradients } from '../../tensor/autodiff.js';
import { printGraph } from '../../tensor/graph.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { printPasses } from '../../tensor/passes.js';
import { nativePasses } from './native.js';

it('prints a training step before its rewrites and after each one', () => {
  const b = createBuilder();
  const [x, w] = [b.input('x', 'float32', [2, 3]), b.input('w', 'float32', [4, 3])];
  const y = b.op('Gemm', [x, w], { transB: 1 });
  const [gradient] = gradients(b, b.op('ReduceSum', [y], { keepdims: 0 }), [w]);
  const updated = b.op('Sub', [w, b.op('Mul', [gradient!, b.input('lr', 'float32', [])])], {}, 'updated');
  const text = printPasses(b.build([updated, y]), nativePasses(null), printGraph);

  const stages = text.split(/^== /m).slice(1);
  expect(stages.map((stage) => stage.split('\n', 1)[0])).toEqual([
    'before',
    'after fold SGD',
    'after lines as images',
    'after lower',
  ]);
  const operators = stages.map((stage) => [...stage.matchAll(/= (\w+)\(/g)].map(([, op]) => op));
  expect(operators[0]).toEqual(expect.arrayContaining(['Sub']));
  expect(operators[1]).not.toContain('Sub');
  // The weights are the larger factor: their product is transposed.
  expect(operators[3]).toEqual(expect.arrayContaining(['Gemm', 'Transpose']));
  expect(stages.every((stage) => stage.includes('updated: float32[4, 3] ='))).toBe(true);
});
