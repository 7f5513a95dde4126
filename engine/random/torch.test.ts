import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Digest, digestLike } from '../testing/numbers.js';
import { bernoulli, Mt19937, nextFloat, normal, randperm, uniform } from './torch.js';

/** One call of PyTorch; `next` is the `torch.rand(1)` after it, so the number of draws is checked too. */
type Case<T> = T & Digest & { readonly seed: number; readonly next: number };

interface Fixture {
  readonly uniform: readonly Case<{ from: number; to: number }>[];
  readonly normal: readonly Case<{ mean: number; std: number }>[];
  readonly shortNormals: readonly Case<{ sizes: readonly number[] }>[];
  readonly randperm: readonly Case<object>[];
  readonly dropout: readonly Case<{ p: number }>[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/random.json', import.meta.url), 'utf8'),
) as Fixture;

/** Runs `make` from the case's seed and expects PyTorch's bits, now and in the next draw. */
function expectTorch<T>(expected: Case<T>, make: (gen: Mt19937) => Float32Array | Uint32Array): void {
  const gen = Mt19937.fromSeed(expected.seed);
  expect(expected).toMatchObject(digestLike(expected, make(gen)));
  expect(nextFloat(gen)).toBe(expected.next);
}

describe('matches PyTorch 1.13.1 bit for bit', () => {
  it.each(fixture.uniform)('uniform_($from, $to) of $size elements, seed $seed', (expected) => {
    const { size, from, to } = expected;
    expectTorch(expected, (gen) => uniform(gen, new Float32Array(size), from, to));
  });

  it.each(fixture.normal)('normal_($mean, $std) of $size elements, seed $seed', (expected) => {
    const { size, mean, std } = expected;
    expectTorch(expected, (gen) => normal(gen, new Float32Array(size), mean, std));
  });

  it.each(fixture.shortNormals)('normal_ of $sizes elements, one call each, seed $seed', (expected) => {
    expectTorch(expected, (gen) =>
      Float32Array.from(expected.sizes.flatMap((size) => [...normal(gen, new Float32Array(size), 0, 1)])),
    );
  });

  it.each(fixture.randperm)('randperm($size), seed $seed', (expected) => {
    expectTorch(expected, (gen) => randperm(gen, expected.size));
  });

  it.each(fixture.dropout)('Dropout($p) of $size ones, seed $seed', (expected) => {
    const keep = 1 - expected.p;
    expectTorch(expected, (gen) =>
      bernoulli(gen, new Float32Array(expected.size), keep).map((kept) => kept / Math.fround(keep)),
    );
  });
});

describe('randperm', () => {
  it('contains every index once', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(500), (seed, n) => {
        const sorted = randperm(Mt19937.fromSeed(seed), n).sort();
        expect(Array.from(sorted)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });
});
