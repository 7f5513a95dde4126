import { createStore } from 'zustand/vanilla';
import type { JobRequest } from '../../electron/ipc/contract.js';
import type { Problem } from '../../engine/base/problem.js';
import type { JobName, JobPaths, JobProgress, JobResult } from '../../engine/jobs/index.js';
import type { Project } from '../../engine/project/schema.js';
import type { App } from '../app.js';
import type { RunningJob } from '../jobs.js';
import { CallError } from '../loom.js';

/** A run whose model can be asked: it has a checkpoint. */
export interface TrainedRun {
  readonly runId: string;
  /** The project as it was trained. */
  readonly project: Project;
  /** Completed epochs. */
  readonly epochs: number;
  /** True while it trains. */
  readonly active: boolean;
}

/** Jobs about a run's model. */
export type RunJobName = {
  [N in JobName]: JobPaths<N> extends { readonly run: 'run' } ? N : never;
}[JobName];

/** A job's input apart from the run. */
export type RunJobInput<N extends RunJobName> = Omit<JobRequest<N>, 'run'>;

/** What a job says of a run's model. */
export interface RunAnswer<N extends RunJobName = RunJobName> {
  /** The checkpoint that was asked last. */
  readonly checkpoint: string;
  /** Of this checkpoint or, until there is one, of the one before. */
  readonly result: JobResult<N> | null;
  readonly problem: Problem | null;
  /** The job while it runs. */
  readonly job: Pick<RunningJob<N>, 'stop'> | null;
  readonly progress: JobProgress<N> | null;
}

/** What was asked about runs. */
export interface Understand {
  /** Id of the page that was opened last. */
  readonly page: string | null;
  /** Id of the part of the function lab that was opened last. */
  readonly labSection: string | null;
  /** By `answerKey`, the oldest first. */
  readonly answers: Readonly<Record<string, RunAnswer>>;
}

/** Makes the store of what was asked about runs. */
export const createUnderstand = () =>
  createStore<Understand>()(() => ({ page: null, labSection: null, answers: {} }));

/** Nothing of an earlier document stays. */
export function resetUnderstand(app: App): void {
  app.understand.setState({ answers: {} });
}

/** Names the last checkpoint of a run; training that stops in the middle of an epoch leaves another one. */
export const checkpointOf = ({ epochs, active }: TrainedRun): string => `${epochs}${active ? '…' : ''}`;

/** Names a question about a run. */
export const answerKey = (name: RunJobName, runId: string, input: object): string =>
  JSON.stringify([name, runId, input]);

/** Enough for going back and forth between pages and runs. */
const MOST_ANSWERS = 24;

/** Asks a job about a run's last checkpoint. */
export async function askRun<N extends RunJobName>(
  app: App,
  name: N,
  trained: TrainedRun,
  input: RunJobInput<N>,
): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  const key = answerKey(name, trained.runId, input);
  const run = { token: document.token, runId: trained.runId };
  const update = (change: Partial<RunAnswer<N>>) =>
    app.understand.setState(({ answers }) => {
      const answer = answers[key];
      if (answer?.job !== job) return {};
      return { answers: { ...answers, [key]: { ...answer, ...change } as RunAnswer } };
    });
  const job = app.jobs.run(name, { ...input, run } as unknown as JobRequest<N>, {
    onProgress: (reports) => update({ progress: reports.at(-1) ?? null }),
  });
  app.understand.setState(({ answers: { [key]: before, ...others } }) => ({
    answers: {
      ...Object.fromEntries(Object.entries(others).slice(1 - MOST_ANSWERS)),
      [key]: {
        checkpoint: checkpointOf(trained),
        result: before?.result ?? null,
        problem: null,
        job,
        progress: null,
      },
    },
  }));
  try {
    update({ result: await job.result, job: null });
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    update({ problem: error.problem, job: null });
  }
}
