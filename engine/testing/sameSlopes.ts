import fc from 'fast-check';
import { gradients } from '../tensor/autodiff.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import type { Tensor } from '../tensor/tensor.js';
import { createBuilder } from '../tensor/operators/index.js';
import { expectClose } from './allclose.js';

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
