import type { Backend, Tensors } from '../backends/backend.js';
import type { BoundModel } from '../nn/model/bind.js';
import { declareTensors, forwardModel } from '../nn/model/forward.js';
import { bernoulli, Mt19937 } from '../random/torch.js';
import { gradients } from '../tensor/autodiff.js';
import { createBuilder } from '../tensor/operators/index.js';
import { float32, numel, type Tensor } from '../tensor/tensor.js';
import { initialTensors } from '../train/state.js';

/** Numbers from −1 to 1 of random signs, no two of the same size. */
export function randomNumbers(shape: readonly number[], generator: Mt19937): Tensor {
  const data = bernoulli(generator, new Float32Array(numel(shape)), 0.5);
  return float32(
    shape,
    data.map((sign, i) => (2 * sign - 1) * Math.abs(Math.sin(i + 1 + sign))),
  );
}

/** The random draws and the results of a training step. */
export interface StepResult {
  /** Masks by the names of their values. */
  readonly noise: Tensors;
  /** The output, new buffers by path, and gradients of the mean square of the output, as `gradient.input`. */
  readonly found: Tensors;
}

/** One training step with the initial weights and noise of a seed. */
export async function trainingStep(
  model: BoundModel,
  input: Tensor,
  backend: Backend,
  seed: number,
): Promise<StepResult> {
  const b = createBuilder();
  const x = b.input('input', 'float32', input.shape);
  const tensors = declareTensors(b, model);
  const { output, updates, noise } = forwardModel(b, model, x, { training: true, tensors });
  const loss = b.op('ReduceMean', [b.op('Mul', [output, output])], { keepdims: 0 });
  const varied = ['input', ...model.parameters.map(({ path }) => path)];
  const slopes = gradients(b, loss, [x, ...varied.slice(1).map((path) => tensors.get(path)!)]);
  const values = new Map([
    ['output', output],
    ...updates,
    ...varied.map((name, i) => [`gradient.${name}`, slopes[i]!] as const),
  ]);
  const executable = await backend.compile(b.build([...values.values()]));
  const generator = Mt19937.fromSeed(seed);
  const weights = initialTensors(model, generator);
  const masks = Object.fromEntries(
    noise.map(({ value, shape, keep }) => [
      value.name,
      float32(shape, bernoulli(generator, new Float32Array(numel(shape)), keep)),
    ]),
  );
  const results = await executable.run({ input, ...weights, ...masks });
  await executable.dispose();
  const found = [...values].map(([name, value]) => [name, results[value.name]!] as const);
  return { noise: masks, found: Object.fromEntries(found) };
}

/** The largest difference between two results, each in proportion to its largest number. */
export function distance(found: Tensors, expected: Tensors): number {
  return Math.max(
    ...Object.entries(expected).map(([name, { data }]) => {
      const [own, other] = [data as Float32Array, found[name]!.data as Float32Array];
      const size = own.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      return own.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0) / size;
    }),
  );
}

/** The input with every number moved by up to a millionth: where that decides something, two computers may differ. */
export function nudged({ shape, data }: Tensor): Tensor {
  return float32(
    shape,
    Float32Array.from(data as Float32Array, (value, i) => value * (1 + 1e-6 * Math.sin(i))),
  );
}
