import fc from 'fast-check';
import { gradients } from '../tensor/autodiff.js';
import { createReferenceBackend, evaluate } from '../backends/reference.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { tensor, type Tensor, type TensorOf } from '../tensor/tensor.js';
import { createBuilder } from '../tensor/operators/index.js';
import { expectClose, wave64 } from './numbers.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';

const STEP = 1e-5;
const double = (length: number) => new Float64Array(length);

/**
 * Checks the gradients of a function of some tensors against central differences, in double precision.
 * A sum weighted with sines reduces the function's result to a scalar, so that every element counts.
 */
export function gradcheck(
  inputs: readonly TensorOf<'float32'>[],
  forward: (b: Builder, values: readonly Value[]) => Value,
): void {
  const b = createBuilder();
  const values = inputs.map(({ shape }, i) => b.input(`x${i}`, 'float32', shape));
  const y = forward(b, values);
  const weights = b.input('weights', 'float32', y.shape);
  const loss = b.op('ReduceSum', [b.op('Mul', [y, weights])], { keepdims: 0 });
  const slopes = gradients(b, loss, values);
  const graph = b.build([loss, ...slopes]);
  const run = (tensors: readonly TensorOf<'float32'>[]) => {
    const fed = Object.fromEntries(tensors.map((held, i) => [`x${i}`, held]));
    return evaluate(graph, { ...fed, weights: wave64(y.shape.map(Number), 1, 0.3) }, double);
  };
  const analytic = run(inputs);
  inputs.forEach((input, k) => {
    const numeric = Array.from(input.data, (_, i) => {
      const shifted = (by: number) => {
        const data = Float64Array.from(input.data);
        data[i]! += by;
        const moved = tensor('float32', input.shape, data);
        return Number(run(inputs.map((held, j) => (j === k ? moved : held)))[loss.name]!.data[0]);
      };
      return (shifted(STEP) - shifted(-STEP)) / (2 * STEP);
    });
    expectClose(analytic[slopes[k]!.name]!.data as Float64Array, numeric, { relative: 1e-5, absolute: 1e-7 });
  });
}

const native = createNativeBackend(1);
const reference = createReferenceBackend();

/** The values of `forward` and the gradients of their mean square; null where the window exceeds the image. */
function slopes(inputs: readonly Tensor[], forward: (b: Builder, x: readonly Value[]) => Value) {
  const b = createBuilder();
  const values = inputs.map(({ shape }, i) => b.input(`x${i}`, 'float32', shape));
  const y = forward(b, values);
  if (y.shape.some((size) => Number(size) < 1)) return null;
  const loss = b.op('ReduceMean', [b.op('Mul', [y, y])], { keepdims: 0 });
  return b.build([y, ...gradients(b, loss, values)]);
}

/** Expects the native and the reference backend to agree on the values and all gradients. */
export async function expectSame(
  inputs: readonly Tensor[],
  forward: (b: Builder, x: readonly Value[]) => Value,
): Promise<void> {
  const graph = slopes(inputs, forward);
  fc.pre(graph !== null);
  const feeds = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  const [fast, exact] = [await native.compile(graph), await reference.compile(graph)];
  const [found, expected] = [await fast.run(feeds), await exact.run(feeds)];
  for (const { name } of graph.outputs) {
    expectClose(found[name]!.data as Float32Array, expected[name]!.data as Float32Array, {
      relative: 1e-5,
      absolute: 1e-5,
    });
  }
  await fast.dispose();
  await exact.dispose();
}
