import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { targetPipeline } from '../data/transforms/index.js';
import type { Backend } from '../backends/backend.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { openSession } from '../backends/onnxruntime/session.js';
import { createReferenceBackend } from '../backends/reference.js';
import { exportModel } from '../exchange/onnx/exportModel.js';
import { prove } from '../exchange/onnx/certificate.js';
import { layersCode } from '../exchange/torch/code.js';
import { lossOf } from '../nn/losses/index.js';
import { type BoundModel, bindModel } from '../nn/model/bind.js';
import { declareTensors, forwardModel } from '../nn/model/forward.js';
import { bernoulli } from '../random/distributions.js';
import { Mt19937 } from '../random/mt19937.js';
import { gradients } from '../tensor/autodiff.js';
import { createBuilder } from '../tensor/operators/index.js';
import { float32, numel, tensor, type Tensor } from '../tensor/tensor.js';
import { initialTensors } from '../train/state.js';
import { anyModel, type RandomModel } from './models.js';

const native = createNativeBackend(1);
const reference = createReferenceBackend();
const BATCH = 3;

/** Every run tries other models; a failure prints its seed and path, and SEED=… repeats it. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** Numbers from −1 to 1 of random signs, no two of the same size. */
function randomNumbers(shape: readonly number[], generator: Mt19937): Tensor {
  const data = bernoulli(generator, new Float32Array(numel(shape)), 0.5);
  return float32(
    shape,
    data.map((sign, i) => (2 * sign - 1) * Math.abs(Math.sin(i + 1 + sign))),
  );
}

/** Output, new buffers and all gradients of a training step on one backend, for an input scaled by a factor. */
async function step(model: BoundModel, input: readonly number[], backend: Backend, factor = 1) {
  const b = createBuilder();
  const x = b.input('x', 'float32', input);
  const tensors = declareTensors(b, model);
  const { output, updates, noise } = forwardModel(b, model, x, { training: true, tensors });
  const loss = b.op('ReduceMean', [b.op('Mul', [output, output])], { keepdims: 0 });
  const slopes = gradients(b, loss, [x, ...model.parameters.map(({ path }) => tensors.get(path)!)]);
  const graph = b.build([output, ...updates.values(), ...slopes]);
  const executable = await backend.compile(graph);
  const generator = Mt19937.fromSeed(1);
  const values = randomNumbers(input, generator);
  const results = await executable.run({
    x: float32(
      input,
      Float32Array.from(values.data as Float32Array, (value, i) => value * (1 + (factor - 1) * Math.sin(i))),
    ),
    ...initialTensors(model, generator),
    ...Object.fromEntries(
      noise.map(({ value, shape, keep }) => [
        value.name,
        float32(shape, bernoulli(generator, new Float32Array(numel(shape)), keep)),
      ]),
    ),
  });
  await executable.dispose();
  return graph.outputs.map(({ name }) => results[name]!);
}

/** Largest difference of two results in proportion to the largest number of each. */
function distance(found: readonly Tensor[], expected: readonly Tensor[]): number {
  return Math.max(
    ...expected.map(({ data }, i) => {
      const [own, other] = [data as Float32Array, found[i]!.data as Float32Array];
      const size = own.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      return own.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0) / size;
    }),
  );
}

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

async function expectSame({ sample, layers }: RandomModel): Promise<void> {
  const input = [BATCH, ...sample];
  const model = bindModel(layers, input);
  const expected = await step(model, input, reference);
  expect(expected[0]!.shape).toEqual(model.output);
  // Two backends may differ where rounding decides, such as between equal maxima or at a variance of 0.
  const moved = await step(model, input, reference, 1 + 1e-6);
  fc.pre(distance(moved, expected) < 2e-5);
  const found = await step(model, input, native);
  found.forEach(({ shape }, i) => expect(shape).toEqual(expected[i]!.shape));
  expect(distance(found, expected)).toBeLessThan(1e-4);

  const trained = trainedOn(bindModel(layers, ['batch', ...sample]), sample);
  const form = { input: 'tensor', output: 'probabilities' } as const;
  const file = await openSession(exportModel(trained, form.input, form.output, {}), 1);
  await prove(trained, file, form, trained.source.train, native);
  await file.dispose();
}

it(`agrees with itself on random models, seed ${seed}`, async () => {
  await fc.assert(fc.asyncProperty(anyModel, expectSame), {
    seed,
    numRuns: 400,
    interruptAfterTimeLimit: 40_000,
    markInterruptAsFailure: false,
  });
});

it(`writes random models as Python, seed ${seed}`, () => {
  const code = fc
    .sample(anyModel, { seed, numRuns: 100 })
    .map(({ sample, layers }) => layersCode(layers, ['batch', ...sample]));
  const check = 'import ast, sys\nast.parse(sys.stdin.read())';
  const { status, stderr, error } = spawnSync('python3', ['-c', check], {
    input: code.join('\n'),
    encoding: 'utf8',
  });
  // Without Python, at least every layer has its line.
  if (error) expect(code.every((text) => text.includes('nn.Linear('))).toBe(true);
  else expect(status, stderr).toBe(0);
});
