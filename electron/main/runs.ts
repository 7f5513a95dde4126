import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../engine/base/errors.js';
import { z } from '../../engine/base/zod.js';
import type { Run, RunDetail } from '../ipc/contract.js';
import { token as tokenSchema } from '../ipc/define.js';
import { epochOf } from '../ipc/runEpoch.js';
import { ShellError } from './shellError.js';

const epochSchema = z.object(epochOf(z.number().nullable().catch(null), z.number().catch(0)));

/** The share of a run's record that is shown. Read leniently: a record of a newer version still lists. */
const recordSchema = z.object({
  project: z.looseObject({ training: z.looseObject({ epochs: z.int().min(0) }) }),
  startedAt: z.string(),
  status: z.enum(['running', 'finished', 'stopped', 'failed']),
  error: z.object({ code: z.string().catch('internal'), message: z.string() }).nullable(),
  parameters: z.int().min(0),
  seed: z.int(),
  epochs: z.array(epochSchema),
});

/** Failures that the same steps would meet again. */
const HOPELESS: readonly string[] = ['diverged', 'bad-data'] satisfies ErrorCode[];

/** A name for the folder of a run that starts now; names sort by time. */
export function newRunId(now: Date): string {
  return `run-${now.toISOString().replace(/[:.]/g, '-').slice(0, -1)}`;
}

/** The runs in a folder, newest first; `isActive` tells which still train. */
export async function listRuns(folder: string, isActive: (runId: string) => boolean): Promise<Run[]> {
  const names = await readdir(folder).catch(() => []);
  const ids = names
    .filter((name) => tokenSchema.safeParse(name).success)
    .sort()
    .reverse();
  const runs = await Promise.all(ids.map((id) => readRun(folder, id, isActive).catch(() => null)));
  return runs.flatMap((detail) => (detail ? [detail.run] : []));
}

/** A run with its curves and project. Throws `not-found` when its record is missing or damaged. */
export async function readRun(
  folder: string,
  runId: string,
  isActive: (runId: string) => boolean,
): Promise<RunDetail> {
  const record = await readRecord(folder, runId);
  const { status, epochs, error, parameters, seed, project } = record;
  return {
    run: {
      runId,
      startedAt: Date.parse(record.startedAt) || 0,
      state: status === 'running' && !isActive(runId) ? 'interrupted' : status,
      epochs: project.training.epochs,
      epochsDone: epochs.length,
      parameters,
      seed,
      last: epochs.at(-1) ?? null,
      problem: error?.message ?? null,
      resumable: error === null || (epochs.length > 0 && !HOPELESS.includes(error.code)),
    },
    project: JSON.stringify(project),
    epochs,
  };
}

/** Deletes a run's folder for good. */
export async function removeRun(run: string): Promise<void> {
  await rm(run, { recursive: true, force: true });
}

async function readRecord(folder: string, runId: string): Promise<z.output<typeof recordSchema>> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(join(folder, runId, 'run.json'), 'utf8')));
  } catch {
    throw new ShellError('not-found', 'The record of this run is missing or damaged.');
  }
}
