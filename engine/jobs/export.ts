import { exportedSchema, exportOptions, exportRun } from '../runs/export.js';
import { z } from '../base/zod.js';
import { defineJob } from './define.js';

/** Exports a finished run and proves the file. */
export const exportOnnx = defineJob({
  name: 'export',
  host: 'engine',
  input: exportOptions.extend({
    /** The folder of the run whose weights are exported. */
    run: z.string(),
  }),
  paths: { run: 'run', out: 'newModel' },
  progress: z.never(),
  result: exportedSchema,
  run: async ({ run: path, ...options }, { environment }) => {
    const run = environment.openRun(path);
    await run.checkIdle();
    return exportRun(await run.open(environment), options, environment);
  },
});
