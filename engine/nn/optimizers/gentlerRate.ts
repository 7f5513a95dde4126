/**
 * A learning rate to try in place of one with which training diverged: a tenth of it, as rates are searched by powers
 * of ten, but at most the rate where the optimizer usually starts.
 */
export function gentlerRate(rate: number, usualRate: number): number {
  return Math.min(Number((rate / 10).toPrecision(2)), usualRate);
}
