import fc from 'fast-check';
import { expect } from 'vitest';
import { targetPipeline } from '../data/transforms/index.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { openSession } from '../backends/onnxruntime/session.js';
import { createReferenceBackend } from '../backends/reference.js';
import { exportModel } from '../exchange/onnx/exportModel.js';
import { prove } from '../exchange/onnx/certificate.js';
import { lossOf } from '../nn/losses/index.js';
import { type BoundModel, bindModel } from '../nn/model/bind.js';
import { Mt19937 } from '../random/torch.js';
import { tensor, type Tensor } from '../tensor/tensor.js';
import { initialTensors } from '../train/state.js';
import { anyModel, type RandomModel } from './models.js';
import { distance, nudged, randomNumbers, trainingStep } from './trainingStep.js';

const native = createNativeBackend(1);
const reference = createReferenceBackend();
const BATCH = 3;

/** The seed of a run's random models: another for each, unless SEED=… repeats one that a failure printed. */
export const anySeed = (): number => Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** The model as trained on random samples, for an export. */
function trainedOn(model: BoundModel, sample: readonly number[]) {
  const generator = Mt19937.fromSeed(2);
  const source = {
    samples: randomNumbers([BATCH, ...sample], generator) as Tensor & { dtype: 'float32' },
    targets: tensor('int32', [BATCH], Int32Array.of(0, 1, 2)),
    train: Uint32Array.of(0, 1, 2),
    validation: new Uint32Array(0),
    holdOut: 0,
    classNames: ['a', 'b', 'c'],
    columns: null,
    augment: null,
    transform: <T>(_: unknown, batch: T) => batch,
    targetPipeline: targetPipeline([], null),
  };
  const loss = { definition: lossOf('CrossEntropyLoss'), params: {} };
  return { model, source, loss, tensors: initialTensors(model, generator) };
}

/**
 * True if norms of norms follow where a map of one pixel is enlarged: its values are equal whatever the input, so that
 * nudging it shows nothing, but each norm multiplies the rounding of their mean by 1/√eps.
 */
function amplifiesRounding({ layers }: BoundModel): boolean {
  const pixels = (shape: BoundModel['output']) =>
    shape.slice(2).reduce<number>((all, n) => all * Number(n), 1);
  const enlarged = layers.findIndex(({ input, output }) => pixels(input) === 1 && pixels(output) > 1);
  if (enlarged === -1) return false;
  return (
    layers.slice(enlarged).filter(({ definition }) => definition.category === 'normalization').length > 1
  );
}

async function expectSame({ sample, layers }: RandomModel): Promise<void> {
  const shape = [BATCH, ...sample];
  const model = bindModel(layers, shape);
  fc.pre(!amplifiesRounding(model));
  const input = randomNumbers(shape, Mt19937.fromSeed(1));
  const { found: expected } = await trainingStep(model, input, reference, 1);
  expect(expected['output']!.shape).toEqual(model.output);
  // Two backends may differ where rounding decides, such as between equal maxima or at a variance of 0.
  const { found: moved } = await trainingStep(model, nudged(input), reference, 1);
  fc.pre(distance(moved, expected) < 2e-5);
  const { found } = await trainingStep(model, input, native, 1);
  for (const [name, { shape }] of Object.entries(expected)) expect(found[name]!.shape).toEqual(shape);
  expect(distance(found, expected)).toBeLessThan(1e-4);

  const trained = trainedOn(bindModel(layers, ['batch', ...sample]), sample);
  const form = { input: 'tensor', output: 'probabilities' } as const;
  const file = await openSession(exportModel(trained, form.input, form.output, {}), 1);
  await prove(trained, file, form, trained.source.train, native);
  await file.dispose();
}

/** Tries random models for this long: shapes, gradients, both backends, and the exported file agree. */
export async function tryRandomModels(seed: number, seconds: number): Promise<void> {
  await fc.assert(fc.asyncProperty(anyModel, expectSame), {
    seed,
    numRuns: 100_000,
    plugins: [fc.interruptAfterTimeLimit(seconds * 1000)],
  });
}
