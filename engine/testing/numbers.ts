import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend, evaluate } from '../backends/reference.js';
import { gradients } from '../tensor/autodiff.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { createBuilder } from '../tensor/operators/index.js';
import { numel, tensor, type Tensor, type TensorOf } from '../tensor/tensor.js';

/** Expects `|found − expected| ≤ absolute + relative · |expected|` everywhere, like torch.allclose. */
export function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, absolute = 0 }: { readonly relative: number; readonly absolute?: number },
): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i]! - expected[i]!);
    const allowed = absolute + relative * Math.abs(expected[i]!);
    if (!(difference <= allowed)) {
      expect.fail(`element ${i}: found ${found[i]}, expected ${expected[i]}, differ by ${difference}`);
    }
  }
}

/** The part of a large array that a fixture stores: enough to prove that two are equal bit for bit. */
export interface Digest {
  readonly size: number;
  readonly first: readonly number[];
  /** Hexadecimal, over the little-endian bytes. */
  readonly sha256: string;
}

/** The digest of `data` with as many first elements as `like` has, for comparison with it. */
export function digestLike(like: Digest, data: Float32Array | Uint32Array): Digest {
  return {
    size: data.length,
    first: Array.from(data.subarray(0, like.first.length)),
    sha256: createHash('sha256').update(data).digest('hex'),
  };
}

/** Sines that scripts/fixtures/layers.py computes in the same way, so that inputs need not be stored. */
export function wave(shape: readonly number[], scale = 1, phase = 0): TensorOf<'float32'> {
  return tensor('float32', shape, Float32Array.from(waveNumbers(shape, scale, phase)));
}

/** The same in double precision, for gradient checks. */
export function wave64(shape: readonly number[], scale = 1, phase = 0): TensorOf<'float32'> {
  return tensor('float32', shape, Float64Array.from(waveNumbers(shape, scale, phase)));
}

function waveNumbers(shape: readonly number[], scale: number, phase: number): number[] {
  return Array.from({ length: numel(shape) }, (_, i) => scale * Math.sin(1 + 0.37 * i + phase));
}

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
