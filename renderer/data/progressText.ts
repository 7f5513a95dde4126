import type { Progress, Start } from '../state/fetching.js';
import { duration, megabytes } from '../ui/format.js';

/** Before this much time has gone by, a speed says nothing. */
const SETTLED_MS = 1000;

/** `12.00 MB of 162.17 MB · 3.20 MB a second · 47 s left`, as far as it is known. */
export function progressText({ done, total }: Progress, start: Start, now: number): string {
  const size = total === null ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`;
  const perSecond = ((done - start.done) / (now - start.at)) * 1000;
  if (now - start.at < SETTLED_MS || perSecond <= 0) return size;
  const left = total === null ? [] : [`${duration((total - done) / perSecond)} left`];
  return [size, `${megabytes(perSecond)} a second`, ...left].join(' · ');
}
