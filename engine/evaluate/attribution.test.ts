import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { lossOf } from '../nn/losses/index.js';
import { bindModel } from '../nn/model/bind.js';
import { toNumbers } from '../tensor/tensor.js';
import { expectClose, wave } from '../testing/numbers.js';
import { gradCam, occlusion, saliency } from './attribution.js';
import { openSlopes, openTaps, type Slopes, type Taps } from './taps.js';
import { PROBABILITIES } from './classification.js';

interface Fixture {
  readonly label: number;
  readonly saliency: readonly number[];
  readonly gradCam: readonly (readonly number[])[];
  readonly occlusion: readonly {
    readonly size: number;
    readonly stride: number;
    readonly values: number[];
  }[];
}

const { classes } = JSON.parse(
  readFileSync(new URL('__fixtures__/attribution.json', import.meta.url), 'utf8'),
) as { classes: readonly Fixture[] };

// The convnet of scripts/fixtures/attribution.py.
const LAYERS = [
  ['Conv2d', { in_channels: 3, out_channels: 4, kernel_size: 3, padding: 1 }],
  ['ReLU', {}],
  ['MaxPool2d', { kernel_size: 2 }],
  ['Conv2d', { in_channels: 4, out_channels: 5, kernel_size: 3 }],
  ['Tanh', {}],
  ['Flatten', {}],
  ['Linear', { in_features: 30, out_features: 3 }],
  ['LogSoftmax', { dim: 1 }],
] as const;
const model = bindModel(
  LAYERS.map(([type, params], i) => ({ id: `${i}`, name: `${i}`, type, params })),
  ['batch', 3, 8, 10],
);
const tensors = Object.fromEntries(model.parameters.map(({ path, shape }, i) => [path, wave(shape, 0.5, i)]));
const image = wave([1, 3, 8, 10], 1, 0.5);
const backend = createNativeBackend(1);
const CONVOLUTIONS = [0, 3];
const CLOSE = { relative: 1e-4, absolute: 1e-6 };

let slopes: Slopes;
let taps: Taps;
beforeAll(async () => {
  slopes = await openSlopes({ model, tensors, loss: lossOf('NLLLoss') }, CONVOLUTIONS, 1, backend);
  taps = await openTaps(model, tensors, backend);
});
afterAll(async () => {
  await slopes.dispose();
  await taps.dispose();
});

it.each(classes)("gives captum's saliency and Grad-CAM of class $label", async (expected) => {
  const { input, layers } = await slopes.run(image, expected.label);
  expectClose(saliency(input), expected.saliency, CLOSE);
  expect(layers.map(({ at }) => at)).toEqual(CONVOLUTIONS);
  layers.forEach((layer, i) => expectClose(gradCam(layer), expected.gradCam[i]!, CLOSE));
});

it.each(classes)("gives captum's occlusion of class $label", async ({ label, occlusion: cases }) => {
  for (const { values, ...cover } of cases) {
    const found = await occlusion(image, cover, async (batch) => {
      const outputs = toNumbers((await taps.run(batch)).at(-1)!);
      return Array.from(
        { length: batch.shape[0]! },
        (_, i) => PROBABILITIES['log_probabilities']!(outputs.slice(i * 3, i * 3 + 3))[label]!,
      );
    });
    expectClose(found, values, CLOSE);
  }
});

it('gives the slopes of each sample of a batch', async () => {
  const both = await openSlopes({ model, tensors, loss: lossOf('NLLLoss') }, [3], 2, backend);
  const pair = wave([2, 3, 8, 10], 1, 0.5);
  const { input } = await both.run(pair, 1);
  const { input: alone } = await slopes.run(image, 1);
  expectClose(input.data.subarray(0, alone.data.length), alone.data, CLOSE);
  await both.dispose();
});
