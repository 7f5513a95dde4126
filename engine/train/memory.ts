import { LoomError } from '../base/errors.js';
import { dimProduct } from '../base/shape.js';
import { FLOAT_BYTES, numel } from '../tensor/tensor.js';
import type { BoundLayer } from '../nn/model/bind.js';
import type { Recipe } from './step.js';

/** How onnxruntime, the allocator and V8 say that there is no more memory. */
const SAID = /failed to allocate memory|bad_alloc|array buffer allocation failed|invalid typed array length/i;
const UNITS = ['KB', 'MB', 'GB', 'TB', 'PB'] as const;
/** Parameters are there before, in and after a step. */
const COPIES = 3;

type Needs = Pick<Recipe, 'model' | 'optimizer'>;

/**
 * Throws `out-of-memory` when a step of `batch` samples cannot fit into `memory` bytes, with the layer that takes
 * most and a batch size that fits. Allocations that fail end the process, or the system does: it is said before.
 * What is counted, every layer's output and the parameters, is a little less than what a step was seen to take.
 */
export function checkMemory(needs: Needs, batch: number, memory: number): void {
  const bytes = stepBytes(needs, batch);
  if (bytes <= memory) return;
  const { where, words, remedy } = largest(needs, batch);
  const fitting = fittingBatch(needs, batch, memory);
  const smaller = fitting === null ? '' : `use a smaller batch size, such as ${counted(fitting)}, or `;
  throw new LoomError(
    'out-of-memory',
    `a step of ${samples(batch)} takes about ${written(bytes)} of memory, and this machine has ${written(memory)}: ` +
      `${words}. To train, ${smaller}${remedy}`,
    { where },
  );
}

/** The error to tell when `cause` says that memory ran out in a step of `batch` samples; null when it does not. */
export function outOfMemory(cause: unknown, needs: Needs, batch: number): LoomError | null {
  if (!(cause instanceof Error) || !SAID.test(cause.message)) return null;
  const { where, words, remedy } = largest(needs, batch);
  return new LoomError(
    'out-of-memory',
    `there is not enough memory for a step of ${samples(batch)}: ${words}. Close other programs, use a smaller ` +
      `batch size, or ${remedy}`,
    { where, cause },
  );
}

/** Does `work` on `batch` samples; a failure that says that memory ran out says which layer takes it. */
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

/** What takes most, in words, and what to do about it apart from the batch. */
function largest({ model }: Needs, batch: number) {
  const parts = model.layers.flatMap((layer) => [
    { layer, part: 'output of', verb: 'takes', bytes: outputBytes(layer, batch) },
    { layer, part: 'parameters of', verb: 'take', bytes: parameterBytes(layer) },
  ]);
  const { layer, part, verb, bytes } = parts.reduce((most, one) => (one.bytes > most.bytes ? one : most));
  const where = `layer "${layer.spec.name}"`;
  return {
    where,
    words: `the ${part} ${where} (${layer.spec.type}) alone ${verb} ${written(bytes)}`,
    remedy: 'make this layer smaller',
  };
}

/** The largest power of two below `batch` whose step takes at most half of `memory`; null when there is none. */
function fittingBatch(needs: Needs, batch: number, memory: number): number | null {
  let fitting = 2 ** Math.ceil(Math.log2(batch) - 1);
  while (fitting >= 1 && stepBytes(needs, fitting) > memory / 2) fitting /= 2;
  return fitting >= 1 ? fitting : null;
}

const counted = (count: number) => count.toLocaleString('en-US');
const samples = (batch: number) => (batch === 1 ? '1 sample' : `${counted(batch)} samples`);

function written(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log2(bytes) / 10), 1), UNITS.length);
  return `${(bytes / 2 ** (10 * power)).toFixed(1)} ${UNITS[power - 1]}`;
}
