import { LoomError } from '../errors.js';
import { dimProduct } from '../graph/shape.js';
import type { Recipe } from './step.js';

/** How onnxruntime, the allocator and V8 say that there is no more memory. */
const SAID = /failed to allocate memory|bad_alloc|array buffer allocation failed|invalid typed array length/i;
/** Bytes of a float32. */
const FLOAT = 4;
const UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** The error to tell when `cause` says that memory ran out in a step of `batch` samples; null when it does not. */
export function outOfMemory(cause: unknown, { model }: Recipe, batch: number): LoomError | null {
  if (!(cause instanceof Error) || !SAID.test(cause.message)) return null;
  const sizes = model.layers.map(({ spec, output }) => ({
    spec,
    bytes: batch * dimProduct(output, 1) * FLOAT,
  }));
  const { spec, bytes } = sizes.reduce((most, one) => (one.bytes > most.bytes ? one : most));
  const where = `layer "${spec.name}"`;
  return new LoomError(
    'out-of-memory',
    `there is not enough memory for a step of ${batch.toLocaleString('en-US')} samples: ` +
      `the output of ${where} (${spec.type}) alone takes ${written(bytes)}. Use a smaller batch size, or make this layer smaller`,
    { where, cause },
  );
}

function written(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log2(bytes) / 10), 1), UNITS.length);
  return `${(bytes / 2 ** (10 * power)).toFixed(1)} ${UNITS[power - 1]}`;
}
