import { mostSteps } from './draws.js';
import type { Schedule } from './loop.js';
import type { SampleSource } from './source.js';
import type { RunState } from './state.js';

const sizeOf = ({ batchSize }: Pick<Schedule, 'batchSize'>, samples: number) =>
  batchSize === 'full' ? samples : Math.min(batchSize, samples);

/** The lengths that an epoch's batches have: all are equal, but for a last, smaller one. */
export function batchLengths(samples: number, schedule: Pick<Schedule, 'batchSize'>): number[] {
  const size = sizeOf(schedule, samples);
  return [size, samples % size].filter((length) => length > 0);
}

/** Up to `wanted` coming batches of equal length, as rows of the data set: the last, smaller one comes alone. */
export function nextBatches(
  state: RunState,
  schedule: Schedule,
  source: SampleSource,
  wanted: number,
): Uint32Array[] {
  const order = state.order!;
  const size = sizeOf(schedule, order.length);
  const left = order.length - state.position;
  const most = Math.min(wanted, mostSteps(source, size));
  const count = Math.max(1, Math.min(most, Math.floor(left / size)));
  return Array.from({ length: count }, (_, i) =>
    order
      .subarray(state.position + i * size, Math.min(state.position + (i + 1) * size, order.length))
      .map((position) => state.train[position]!),
  );
}
