import { gradients } from '../tensor/autodiff.js';
import { evaluate } from '../backends/reference.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { tensor, type TensorOf } from '../tensor/tensor.js';
import { createBuilder } from '../tensor/operators/index.js';
import { expectClose } from './allclose.js';
import { wave64 } from './wave.js';

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
