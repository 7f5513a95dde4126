import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Backend } from '../backends/backend.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import { resolveParams, type SavedParams } from '../base/fields.js';
import { targetPipeline } from '../data/transforms/index.js';
import { catalog } from '../nn/layers/index.js';
import { lossOf } from '../nn/losses/index.js';
import { bindModel } from '../nn/model/bind.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import { tensor } from '../tensor/tensor.js';
import { expectClose, wave } from '../testing/numbers.js';
import { train } from '../testing/training.js';
import type { Recipe } from './recipe.js';
import { initialState } from './state.js';

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly input: readonly number[];
}

const fixtures = JSON.parse(
  readFileSync(new URL('../nn/layers/__fixtures__/layers.json', import.meta.url), 'utf8'),
) as Fixture[];

/** The first case of each layer. */
const cases = catalog.map(({ type }) => fixtures.find((one) => one.type === type)!);

const SAMPLES = 8;

/** A classifier with parameters before the layer as well, so that its gradients count. */
function recipeOf({ type, params, input: [, ...sample] }: Fixture): Recipe {
  const [loss, optimizer] = [lossOf('CrossEntropyLoss'), optimizerOf('SGD')];
  const layers = [
    { id: 'a', name: 'before', type: 'Linear', params: { out_features: sample.at(-1)! } },
    { id: 'b', name: 'layer', type, params },
    { id: 'c', name: 'flat', type: 'Flatten', params: {} },
    { id: 'd', name: 'scores', type: 'Linear', params: { out_features: 3 } },
  ];
  return {
    model: bindModel(layers, ['batch', ...sample]),
    source: {
      samples: wave([SAMPLES, ...sample], 1),
      targets: tensor(
        'int32',
        [SAMPLES],
        Int32Array.from({ length: SAMPLES }, (_, i) => i % 3),
      ),
      train: Uint32Array.from({ length: SAMPLES }, (_, i) => i),
      validation: new Uint32Array(),
      holdOut: 0,
      classNames: ['a', 'b', 'c'],
      columns: null,
      augment: null,
      transform: (_, batch) => batch,
      targetPipeline: targetPipeline([], null),
    },
    loss: { definition: loss, params: resolveParams(loss.params, {}) },
    optimizer: { definition: optimizer, params: resolveParams(optimizer.params, { lr: 0.05 }) },
  };
}

/** The losses of 20 steps on batches of 4. */
async function losses(recipe: Recipe, backend: Backend): Promise<number[]> {
  const { events } = await train(recipe, initialState(recipe, 1), { epochs: 10, backend, batchSize: 4 });
  return events.flatMap((event) => (event.event === 'step' ? [event.loss] : []));
}

it.each(cases)('trains $type $params on $input alike on both backends', async (fixture) => {
  const recipe = recipeOf(fixture);
  const expected = await losses(recipe, createReferenceBackend());
  expect(expected).toHaveLength(20);
  expectClose(await losses(recipe, createNativeBackend(1)), expected, { relative: 1e-5, absolute: 1e-6 });
});
