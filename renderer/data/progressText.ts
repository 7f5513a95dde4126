import type { Counted } from '../../engine/jobs/schemas.js';
import type { Start } from '../state/fetching.js';
import { duration, megabytes } from '../ui/format.js';

/** Minimum elapsed time for a meaningful speed. */
const SETTLED_MS = 1000;

/** Progress text such as `12.00 MB of 162.17 MB · 3.20 MB/s · 47 s left`, without the parts that are unknown. */
export function progressText({ done, total }: Counted, start: Start, now: number): string {
  const size = total === null ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`;
  const perSecond = ((done - start.done) / (now - start.at)) * 1000;
  if (now - start.at < SETTLED_MS || perSecond <= 0) return size;
  const left = total === null ? [] : [`${duration((total - done) / perSecond)} left`];
  return [size, `${megabytes(perSecond)}/s`, ...left].join(' · ');
}
