import { defineUnary } from './unary.js';

const SERIES_UP_TO = 2.5;

/** The error function, to double precision; derivative `2/√π · e^(−x²)`. */
export const erf = defineUnary({
  type: 'Erf',
  each: (x) => {
    const size = Math.abs(x);
    return Math.sign(x) * (size < SERIES_UP_TO ? series(size) : 1 - continuedFraction(size));
  },
  gradient: (b, g, x) => {
    const slope = b.op('Mul', [
      b.op('Exp', [b.op('Neg', [b.op('Mul', [x, x])])]),
      b.scalar(2 / Math.sqrt(Math.PI)),
    ]);
    return b.op('Mul', [g, slope]);
  },
});

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6: all terms are positive. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** The complement for large x, ibid. 7.1.14, from the innermost fraction outwards. */
function continuedFraction(x: number): number {
  let fraction = x;
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
