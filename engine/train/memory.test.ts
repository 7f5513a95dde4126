import { describe, expect, it } from 'vitest';
import { told } from '../testing/problems.js';
import type { Backend } from '../backends/backend.js';
import { BATCH } from '../base/shape.js';
import { float32 } from '../tensor/tensor.js';
import { lossOf } from '../nn/losses/index.js';
import { bindModel } from '../nn/model/bind.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import { resolveParams } from '../base/fields.js';
import { targetPipeline } from '../data/transforms/index.js';
import { createEvaluator } from './evaluator.js';
import { checkMemory } from './memory.js';
import type { Recipe } from './recipe.js';

/** A regression with a hidden layer of `width` units. */
function recipe(width: number, optimizer: 'SGD' | 'Adam' = 'SGD', inputs = 1): Recipe {
  const layers = [
    { id: 'a', name: 'hidden', type: 'Linear', params: { in_features: inputs, out_features: width } },
    { id: 'b', name: 'out', type: 'Linear', params: { in_features: width, out_features: 1 } },
  ];
  const [loss, definition] = [lossOf('MSELoss'), optimizerOf(optimizer)];
  return {
    model: bindModel(layers, [BATCH, inputs]),
    source: {
      samples: float32([300, 1], new Float32Array(300)),
      targets: float32([300, 1], new Float32Array(300)),
      train: new Uint32Array(300),
      validation: new Uint32Array(),
      holdOut: 0,
      classNames: null,
      transform: (_, batch) => batch,
      targetPipeline: targetPipeline([], 1),
      columns: null,
      augment: null,
    },
    loss: { definition: loss, params: resolveParams(loss.params, {}) },
    optimizer: { definition, params: resolveParams(definition.params, {}) },
  };
}

const GB = 2 ** 30;

function messageFor(needs: Recipe, batch: number, memory: number): string {
  try {
    checkMemory(needs, batch, memory);
    return 'fits';
  } catch (error) {
    return told(error).message;
  }
}

describe('checks the memory of a step in advance', () => {
  it('names the layer with the largest output, and a batch that fits into half of the memory', () => {
    expect(messageFor(recipe(100_000), 8192, GB)).toBe(
      'Layer "hidden" (Linear): A step of 8,192 samples takes about 3.1 GB of memory, and this machine has 1.0 GB: the output of ' +
        'this layer alone takes 3.1 GB. To train, use a smaller batch size, such as 1,024, or make this layer smaller.',
    );
    expect(messageFor(recipe(100_000), 1024, GB)).toBe('fits');
  });

  it('names parameters that no batch size leaves room for, including the optimizer state', () => {
    expect(messageFor(recipe(10_000, 'SGD', 10_000), 1, 2 * GB)).toBe('fits');
    expect(messageFor(recipe(10_000, 'Adam', 10_000), 1, 2 * GB)).toBe(
      'Layer "hidden" (Linear): A step of 1 sample takes about 3.4 GB of memory, and this machine has 2.0 GB: the parameters of ' +
        'this layer alone take 381.5 MB. To train, make this layer smaller.',
    );
  });
});

it('validates a wide model in smaller batches', async () => {
  const lengths: number[] = [];
  const backend: Pick<Backend, 'compile'> = {
    compile: (graph) =>
      Promise.resolve({
        run: ({ indices }) => {
          lengths.push(indices!.data.length);
          return Promise.resolve(
            Object.fromEntries(graph.outputs.map(({ name }) => [name, float32([1], [0])])),
          );
        },
        dispose: () => Promise.resolve(),
      }),
  };
  const evaluate = (width: number) =>
    createEvaluator(backend, recipe(width)).evaluate({}, new Uint32Array(300));
  await evaluate(1000);
  expect(lengths.splice(0)).toEqual([300]);
  await evaluate(1_000_000);
  expect(lengths).toEqual([134, 134, 32]);
});
