import { createStore } from 'zustand/vanilla';
import { invariant, type Problem } from '../../engine/base/problem.js';
import type { JobProgress, JobResult } from '../../engine/jobs/index.js';
import type { Project } from '../../engine/project/schema.js';
import type { App } from '../app.js';
import type { JobOptions, RunJobInput, RunJobName, RunningJob } from '../jobs.js';
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
  /** The weights that are looked at. */
  readonly weights: Weights;
}

/** Weights of a run: those before training, or those that it saved last. */
type Weights = 'initial' | 'last';

/** A job's answer about a run's model. */
export interface RunAnswer<N extends RunJobName = RunJobName> {
  readonly name: N;
  /** The checkpoint that was asked last. */
  readonly checkpoint: string;
  /** Of this checkpoint or, until there is one, of the one before. */
  readonly result: JobResult<N> | null;
  readonly problem: Problem | null;
  /** The job while it runs. */
  readonly job: Pick<RunningJob<N>, 'stop'> | null;
  readonly progress: JobProgress<N> | null;
}

/** The sample that pages about one sample show. */
export interface ChosenSample {
  readonly split: 'validation' | 'train';
  /** Its position in the split. */
  readonly at: number;
  /** A picture that was opened or drawn instead, as bytes `[height, width, channels]`. */
  readonly picture: Uint8Array | null;
}

/** The questions about runs and their answers. */
export interface Understand {
  readonly weights: Weights;
  readonly sample: ChosenSample;
  /** Id of the page that was opened last. */
  readonly page: string | null;
  /** Id of the part of the function lab that was opened last. */
  readonly labSection: string | null;
  /** By `answerKey`, the oldest first. */
  readonly answers: Readonly<Record<string, RunAnswer>>;
}

/** Makes the store of what was asked about runs. */
export const createUnderstand = () =>
  createStore<Understand>()(() => ({
    weights: 'last',
    sample: FIRST,
    page: null,
    labSection: null,
    answers: {},
  }));

const FIRST: ChosenSample = { split: 'validation', at: 0, picture: null };

/** Nothing of an earlier document stays. */
export function resetUnderstand(app: App): void {
  app.understand.setState({ weights: 'last', sample: FIRST, answers: {} });
}

/** Names the last checkpoint of a run; training that stops in the middle of an epoch leaves another one. */
export const checkpointOf = ({ epochs, active }: TrainedRun): string => `${epochs}${active ? '…' : ''}`;

/** Names a question about a run. */
export const answerKey = (name: RunJobName, runId: string, input: object): string =>
  JSON.stringify([name, runId, input]);

/** True while a job about a run is in progress. */
export const isAsking = (app: App, name: RunJobName): boolean =>
  Object.values(app.understand.getState().answers).some((answer) => answer.name === name && answer.job);

/** Enough for going back and forth between pages and runs. */
const MOST_ANSWERS = 24;

/** Asks a job about a run of the open document, and where it is a question, about these weights. */
export function askModel<N extends RunJobName>(
  app: App,
  name: N,
  of: { readonly runId: string; readonly weights?: Weights },
  input: RunJobInput<N>,
  options?: JobOptions<N>,
): RunningJob<N> {
  const { document } = app.document.getState();
  invariant(document, 'no document is open');
  return app.jobs.ask(name, { token: document.token, ...of }, input, options);
}

/** Asks a job about a run's last checkpoint, and keeps the answer. */
export async function askRun<N extends RunJobName>(
  app: App,
  name: N,
  trained: TrainedRun,
  input: RunJobInput<N>,
): Promise<void> {
  const key = answerKey(name, trained.runId, input);
  const update = (change: Partial<RunAnswer<N>>) =>
    app.understand.setState(({ answers }) => {
      const answer = answers[key];
      if (answer?.job !== job) return {};
      return { answers: { ...answers, [key]: { ...answer, ...change } as RunAnswer } };
    });
  const job = askModel(app, name, { runId: trained.runId }, input, {
    onProgress: (reports) => update({ progress: reports.at(-1) ?? null }),
  });
  app.understand.setState(({ answers: { [key]: before, ...others } }) => ({
    answers: {
      ...Object.fromEntries(Object.entries(others).slice(1 - MOST_ANSWERS)),
      [key]: {
        name,
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
