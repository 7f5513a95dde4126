import type { z } from '../base/zod.js';
import type { JobEnvironment } from '../jobs/environment.js';
import type { Job } from '../jobs/define.js';
import { createControl } from '../train/control.js';

/** Runs a job of the engine to its end. */
export function askJob<I extends z.ZodType, R extends z.ZodType>(
  environment: JobEnvironment,
  job: Job<string, 'engine', I, z.ZodType, R, unknown>,
  input: z.input<I>,
): Promise<z.output<R>> {
  const control = createControl(() => Promise.resolve());
  const { signal } = new AbortController();
  return job.run(job.input.parse(input), { environment, report: () => undefined, control, signal });
}
