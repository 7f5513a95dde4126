import { failure, type ProblemError } from '../base/problem.js';
import { placeOf } from '../nn/model/bind.js';
import { dimProduct } from '../base/shape.js';
import { FLOAT_BYTES, numel } from '../tensor/tensor.js';
import type { BoundLayer } from '../nn/model/bind.js';
import type { Recipe } from './recipe.js';

/** Messages of onnxruntime, the allocator and V8 when memory runs out. */
const MEMORY_MESSAGE =
  /failed to allocate memory|bad_alloc|array buffer allocation failed|invalid typed array length/i;
/** Parameters exist before, during and after a step. */
const COPIES = 3;

type Needs = Pick<Recipe, 'model' | 'optimizer'>;

/**
 * Throws `out-of-memory` when a step of `batch` samples cannot fit into `memory` bytes, with the layer that needs
 * most and a batch size that fits. Checked in advance, because a failed allocation, or the system, ends the process.
 * The estimate, every layer's output and the parameters, is slightly below the measured memory of a step.
 */
export function checkMemory(needs: Needs, batch: number, memory: number): void {
  const bytes = stepBytes(needs, batch);
  if (bytes <= memory) return;
  const { where, ...taken } = largest(needs, batch);
  const fitting = fittingBatch(needs, batch, memory);
  throw failure('out-of-memory/foreseen', { batch, bytes, memory, fitting, ...taken }, { where });
}

/** The error for a step of `batch` samples if `cause` means that memory ran out; otherwise null. */
export function outOfMemory(cause: unknown, needs: Needs, batch: number): ProblemError | null {
  if (!(cause instanceof Error) || !MEMORY_MESSAGE.test(cause.message)) return null;
  const { where, ...taken } = largest(needs, batch);
  return failure('out-of-memory/step', { batch, ...taken }, { where, cause });
}

/** Awaits `work` on `batch` samples; if memory runs out, the error names the layer that needs most of it. */
export function withinMemory<T>(needs: Needs, batch: number, work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw outOfMemory(cause, needs, batch) ?? cause;
  });
}

function stepBytes({ model, optimizer }: Needs, batch: number): number {
  const sum = (bytes: (layer: BoundLayer) => number) =>
    model.layers.reduce((total, layer) => total + bytes(layer), 0);
  const kept = 1 + optimizer.definition.slots(optimizer.params).length;
  return sum((layer) => outputBytes(layer, batch)) + sum(parameterBytes) * kept * COPIES;
}

const outputBytes = ({ output }: BoundLayer, batch: number) => batch * dimProduct(output, 1) * FLOAT_BYTES;
const parameterBytes = ({ parameters }: BoundLayer) =>
  parameters.reduce((total, { shape }) => total + numel(shape), 0) * FLOAT_BYTES;

/** The part of a layer that needs the most memory. */
function largest({ model }: Needs, batch: number) {
  const parts = model.layers.flatMap((layer) => [
    { layer, part: 'output', taken: outputBytes(layer, batch) } as const,
    { layer, part: 'parameters', taken: parameterBytes(layer) } as const,
  ]);
  const { layer, part, taken } = parts.reduce((most, one) => (one.taken > most.taken ? one : most));
  return { where: placeOf(layer.spec), part, taken };
}

/** The largest power of two below `batch` whose step needs at most half of `memory`; null if there is none. */
function fittingBatch(needs: Needs, batch: number, memory: number): number | null {
  let fitting = 2 ** Math.ceil(Math.log2(batch) - 1);
  while (fitting >= 1 && stepBytes(needs, fitting) > memory / 2) fitting /= 2;
  return fitting >= 1 ? fitting : null;
}
