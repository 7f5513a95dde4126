import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Mt19937, nextFloat } from '../random/torch.js';
import { type Digest, digestLike } from '../testing/numbers.js';
import { initialize } from './init.js';
import type { ParameterSpec } from './layers/define.js';

interface Fixture {
  readonly models: readonly {
    readonly model: string;
    readonly seed: number;
    readonly parameters: readonly (ParameterSpec & Digest)[];
    /** The `torch.rand(1)` after the model was created. */
    readonly next: number;
  }[];
}

const { models } = JSON.parse(
  readFileSync(new URL('./__fixtures__/init.json', import.meta.url), 'utf8'),
) as Fixture;

it.each(models)("matches PyTorch's weights bit for bit: $model, seed $seed", ({ seed, parameters, next }) => {
  const gen = Mt19937.fromSeed(seed);
  for (const parameter of parameters) {
    expect(parameter).toMatchObject(digestLike(parameter, initialize(gen, parameter)));
  }
  expect(nextFloat(gen)).toBe(next);
});
