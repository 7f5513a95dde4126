import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { SavedParams } from '../../base/fields.js';
import { NO_PARAMETERS } from '../layers/define.js';
import { catalog } from '../layers/index.js';
import { Mt19937, nextFloat } from '../../random/torch.js';
import { type Digest, digestLike } from '../../testing/numbers.js';
import { initialTensors } from '../../train/state.js';
import { bindModel } from './bind.js';

interface Fixture {
  readonly seed: number;
  readonly type: string;
  readonly params: SavedParams;
  /** Without the batch axis. */
  readonly input: readonly number[];
  /** Parameters, then buffers, as PyTorch names and shapes them. */
  readonly tensors: readonly (Digest & { readonly name: string; readonly shape: readonly number[] })[];
  /** The `torch.rand(1)` after the layer was created. */
  readonly next: number;
}

const { layers } = JSON.parse(
  readFileSync(new URL('./__fixtures__/initial.json', import.meta.url), 'utf8'),
) as { readonly layers: readonly Fixture[] };

it.each(layers)('$type $params is initialized bit for bit as in PyTorch, seed $seed', (fixture) => {
  const { seed, type, params, input, tensors, next } = fixture;
  const generator = Mt19937.fromSeed(seed);
  const model = bindModel([{ id: 'l', name: 'layer', type, params }], ['B', ...input]);
  const found = initialTensors(model, generator);
  expect(Object.keys(found)).toEqual(tensors.map(({ name }) => `layer.${name}`));
  for (const expected of tensors) {
    const { shape, data } = found[`layer.${expected.name}`]!;
    expect(expected).toMatchObject({ shape, ...digestLike(expected, data as Float32Array) });
  }
  expect(nextFloat(generator)).toBe(next);
});

it('has a PyTorch fixture for every layer with parameters', () => {
  const covered = new Set(layers.map(({ type }) => type));
  const withParameters = catalog.filter((layer) => Reflect.get(layer, 'parameters') !== NO_PARAMETERS);
  expect(withParameters.map(({ type }) => type).sort()).toEqual([...covered].sort());
});
