import { problem, problemSchema } from '../base/problem.js';
import type { Difference } from '../base/facts.js';
import { z } from '../base/zod.js';
import type { RunRecord } from '../runs/record.js';
import { defineJob } from './define.js';

/** The parts of a record that two trainings must have in common to give the same bits. */
const CONDITIONS: Readonly<Record<Difference, (record: RunRecord) => unknown>> = {
  data: ({ dataHash }) => dataHash,
  model: ({ graphHash }) => graphHash,
  version: ({ version }) => version,
  backend: ({ backend }) => backend.replace(/, \d+ threads$/, ''),
  threads: ({ threads }) => threads,
  processor: ({ processor }) => processor,
};

/** Compares a run with one that was trained again from its record: `advice/reproduced`, or what differs. */
export const reproduced = defineJob({
  name: 'reproduced',
  host: 'engine',
  input: z.strictObject({ run: z.string(), again: z.string() }),
  paths: { run: 'run', again: 'run' },
  progress: z.never(),
  result: problemSchema,
  run: async ({ run, again }, { environment: { openRun } }) => {
    const [first, second] = [openRun(run), openRun(again)];
    const weights = await Promise.all([first.weights(), second.weights()]);
    const [a, b] = weights.map(({ value }) => Buffer.from(value));
    if (a!.equals(b!)) return problem('advice/reproduced', {});
    const [before, now] = [await first.record(), await second.record()];
    const differing = (Object.keys(CONDITIONS) as Difference[]).filter((name) => {
      const [was, is] = [CONDITIONS[name](before), CONDITIONS[name](now)];
      // Earlier records do not know all.
      return was !== undefined && is !== undefined && was !== is;
    });
    return problem('advice/not-reproduced', { differing });
  },
});
