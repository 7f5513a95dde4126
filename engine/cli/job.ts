import { setImmediate } from 'node:timers/promises';
import type { z } from '../base/zod.js';
import { createNodeEnvironment } from '../io/environment.js';
import type { Job } from '../jobs/define.js';
import { createControl, type RunControl } from '../train/control.js';

/** How a command follows and controls a job. */
interface Following<Progress> {
  readonly report?: (progress: Progress) => void;
  readonly control?: RunControl;
}

/** Does a job in this process. */
export function runHere<I extends z.ZodType, P extends z.ZodType, R extends z.ZodType>(
  job: Job<string, 'engine', I, P, R>,
  input: z.input<I>,
  { report = () => undefined, control = createControl(() => setImmediate()) }: Following<z.output<P>> = {},
): Promise<z.output<R>> {
  const { signal } = new AbortController();
  return job.run(job.input.parse(input), { environment: createNodeEnvironment(), report, control, signal });
}
