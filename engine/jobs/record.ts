import type { Project } from '../project/schema.js';
import type { EpochEvent } from '../train/events.js';
import type { RunIdentity } from '../train/identity.js';
import type { RunState } from '../train/state.js';

/** How a run stands. */
export type RunStatus = 'running' | 'finished' | 'stopped' | 'failed';

/** The contents of `run.json`. */
export interface RunRecord extends RunIdentity {
  readonly format: 'layerloom-run';
  readonly project: Project;
  readonly backend: string;
  readonly threads: number;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly status: RunStatus;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly parameters: number;
  readonly epochs: readonly EpochEvent[];
}

/** The share of a record that does not change while the run goes on. */
export type RunHeader = Omit<RunRecord, 'updatedAt' | 'status' | 'error' | 'epochs'>;

/** The record of a run as its file's text. */
export function recordText(
  header: RunHeader,
  state: RunState,
  status: RunStatus,
  updatedAt: string,
  error: RunRecord['error'] = null,
): string {
  const record: RunRecord = { ...header, updatedAt, status, error, epochs: state.history };
  return `${JSON.stringify(record, null, 1)}\n`;
}
