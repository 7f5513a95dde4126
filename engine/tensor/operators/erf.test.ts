import { expect, it } from 'vitest';
import { evaluate } from '../../backends/reference.js';
import { tensor } from '../tensor.js';
import { createBuilder } from './index.js';

/** Values of Python 3's `math.erf`, which calls the C library. */
const KNOWN: readonly (readonly [number, number])[] = [
  [-6, -1],
  [-2.51, -0.9996142945182758],
  [-2.49, -0.9995707121322661],
  [-1, -0.8427007929497149],
  [-0.1, -0.1124629160182849],
  [0, 0],
  [1e-300, 1.1283791670955126e-300],
  [1e-8, 1.1283791670955126e-8],
  [0.5, 0.5204998778130465],
  [1.9, 0.9927904292352575],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4.2, 0.9999999971445058],
  [5.9, 0.9999999999999999],
  [27, 1],
  [Infinity, 1],
  [-Infinity, -1],
];

it('computes the error function to within 4 epsilon, on both sides of the switch between its two series', () => {
  const b = createBuilder();
  const y = b.op('Erf', [b.input('x', 'float32', [KNOWN.length])]);
  const x = tensor(
    'float32',
    [KNOWN.length],
    Float64Array.from(KNOWN, ([value]) => value),
  );
  const found = evaluate(b.build([y]), { x }, (length) => new Float64Array(length))[y.name]!.data;
  KNOWN.forEach(([value, expected], i) => {
    const error = Math.abs(Number(found[i]) - expected);
    expect(error, `erf(${value})`).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(expected));
  });
});

it('propagates NaN', () => {
  const b = createBuilder();
  const y = b.op('Erf', [b.input('x', 'float32', [1])]);
  const x = tensor('float32', [1], Float32Array.of(NaN));
  expect(evaluate(b.build([y]), { x })[y.name]!.data[0]).toBeNaN();
});
