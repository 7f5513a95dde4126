import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { initialize } from '../nn/init.js';
import { linear } from '../nn/layers/linear.js';
import { Mt19937, nextFloat } from '../random/torch.js';
import { type Digest, digestLike } from '../testing/numbers.js';
import { epochOrder, holdOut } from './sampler.js';

interface Drawn {
  readonly seed: number;
  readonly size: number;
  /** The `torch.rand(1)` afterwards. */
  readonly next: number;
}

interface Fixture {
  readonly epochs: readonly (Drawn & { readonly shuffle: boolean; readonly epochs: readonly Digest[] })[];
  readonly holdOut: readonly (Drawn & {
    readonly share: number;
    readonly train: Digest;
    readonly validation: Digest;
  })[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/sampler.json', import.meta.url), 'utf8'),
) as Fixture;

describe('epochOrder', () => {
  it.each(fixture.epochs)(
    "visits $size samples in the DataLoader's order, shuffle $shuffle, seed $seed",
    ({ seed, size, shuffle, epochs, next }) => {
      const gen = Mt19937.fromSeed(seed);
      const params = { in_features: 3072, out_features: 512, bias: true };
      for (const parameter of linear.parameters(params)) initialize(gen, parameter);
      for (const epoch of epochs) expect(digestLike(epoch, epochOrder(gen, size, shuffle))).toEqual(epoch);
      expect(nextFloat(gen)).toBe(next);
    },
  );
});

describe('holdOut', () => {
  it.each(fixture.holdOut)(
    'splits $size samples like torch.randperm, share $share, seed $seed',
    (expected) => {
      const gen = Mt19937.fromSeed(expected.seed);
      const { train, validation } = holdOut(gen, expected.size, expected.share);
      expect(digestLike(expected.train, train)).toEqual(expected.train);
      expect(digestLike(expected.validation, validation)).toEqual(expected.validation);
      expect(nextFloat(gen)).toBe(expected.next);
    },
  );

  it('trains on all samples when the share is too small for one', () => {
    const { train, validation } = holdOut(Mt19937.fromSeed(0), 4, 0.2);
    expect([...train].sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(validation).toHaveLength(0);
  });

  it.each([-0.1, 1, NaN])('rejects the share %d', (share) => {
    expect(() => holdOut(Mt19937.fromSeed(0), 10, share)).toThrow('internal/invariant');
  });
});
