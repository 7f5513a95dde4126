import { z } from '../base/zod.js';
import { countedSchema, defineJob } from './define.js';

/** Installs CIFAR-10 from its author's server or from an archive, after verifying it. Reports bytes of the download. */
export const fetchCifar10 = defineJob({
  name: 'fetchCifar10',
  host: 'data',
  /** Null for a download. */
  input: z.strictObject({ archive: z.string().nullable() }),
  paths: { archive: 'cifar10Archive' },
  exclusive: 'download',
  progress: countedSchema,
  /** False when it was there already. */
  result: z.strictObject({ fetched: z.boolean() }),
  run: async ({ archive }, context) => {
    const { environment, signal } = context;
    const progress = (done: number, total: number | null) => context.report({ done, total });
    return { fetched: await environment.fetchCifar10(archive, { progress, signal }) };
  },
});
