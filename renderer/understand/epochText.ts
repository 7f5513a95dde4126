import type { JobResult } from '../../engine/jobs/index.js';
import { count } from '../ui/format.js';

/** The moment of a run that its model's answers are from. */
export const epochText = ({ epoch, midway }: Pick<JobResult<'classify'>, 'epoch' | 'midway'>): string =>
  midway ? `in epoch ${count(epoch + 1)}` : `after epoch ${count(epoch)}`;
