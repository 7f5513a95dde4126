import { useEffect } from 'react';
import type { RunJobInput, RunJobName } from '../jobs.js';
import { answerKey, askRun, checkpointOf, type RunAnswer, type TrainedRun } from '../state/understand.js';
import { useApp, useUnderstand } from '../useApp.js';

/** A job's answer about a run's model, with the way to ask again. */
export interface Asked<N extends RunJobName> {
  /** Null until it is asked. */
  readonly answer: RunAnswer<N> | null;
  readonly ask: () => void;
}

/**
 * Asks a job about a run's model, again for each new checkpoint, or only when `ask` is called; answers are kept.
 * `input` is small, plain data; null asks nothing.
 */
export function useRunJob<N extends RunJobName>(
  name: N,
  trained: TrainedRun,
  input: RunJobInput<N> | null,
  start: 'at once' | 'when asked' = 'at once',
): Asked<N> {
  const app = useApp();
  const key = input && answerKey(name, trained.runId, input);
  const answer = useUnderstand(({ answers }) => (key === null ? null : (answers[key] ?? null)));
  const ask = () => {
    if (input) void askRun(app, name, trained, input);
  };
  // While it is asked about an earlier checkpoint, the newest waits.
  const due =
    start === 'at once' && key !== null && !answer?.job && answer?.checkpoint !== checkpointOf(trained);
  useEffect(() => {
    if (due) ask();
  }, [key, due]);
  return { answer: answer as RunAnswer<N> | null, ask };
}
