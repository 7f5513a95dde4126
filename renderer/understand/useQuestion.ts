import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../engine/base/problem.js';
import type { JobResult } from '../../engine/jobs/index.js';
import { CallError } from '../loom.js';
import type { QuestionName, RunJobInput } from '../jobs.js';
import { askModel, checkpointOf, type TrainedRun } from '../state/understand.js';
import { useApp } from '../useApp.js';

interface Answered<N extends QuestionName> {
  /** The input that `result` is about. */
  readonly input: RunJobInput<N> | null;
  /** That of an earlier input until the answer is there, so that pictures do not flicker. */
  readonly result: JobResult<N> | null;
  readonly problem: Problem | null;
  /** The weights that were asked. */
  readonly of: string | null;
}

/** The last answer, and the input that it is about. */
export interface Question<N extends QuestionName> extends Omit<Answered<N>, 'of'> {
  /** False while another input waits for its answer. */
  readonly current: boolean;
}

/**
 * Asks a quick question about a run's model whenever `input`, which is kept by the caller, or the checkpoint changes. One
 * question is asked at a time; of those that come up meanwhile, the last. Long ones end when their input changes. Null
 * asks nothing.
 */
export function useQuestion<N extends QuestionName>(
  name: N,
  trained: TrainedRun,
  input: RunJobInput<N> | null,
): Question<N> {
  const app = useApp();
  const [answer, setAnswer] = useState<Answered<N>>({ input: null, result: null, problem: null, of: null });
  const wanted = useRef<(() => Promise<void>) | null>(null);
  const busy = useRef(false);
  const { runId, weights } = trained;
  const of = `${runId} ${weights} ${checkpointOf(trained)}`;
  const current = answer.input === input && answer.of === of;
  useEffect(() => {
    if (input === null || current) return;
    const withdrawn = new AbortController();
    const { signal } = withdrawn;
    const ask = async () => {
      try {
        const { result } = askModel(app, name, { runId, weights }, input, { signal });
        const found = await result;
        if (found) setAnswer({ input, result: found, problem: null, of });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (!signal.aborted) setAnswer({ input, result: null, problem: error.problem, of });
      }
    };
    wanted.current = ask;
    void (async () => {
      if (busy.current) return;
      busy.current = true;
      try {
        while (wanted.current) {
          const next = wanted.current;
          wanted.current = null;
          await next();
        }
      } finally {
        busy.current = false;
      }
    })();
    return () => {
      withdrawn.abort();
      if (wanted.current === ask) wanted.current = null;
    };
  }, [name, of, input]);
  return { ...answer, current };
}

/** Milliseconds without a change after which slow questions are asked. */
const REST = 120;

/** A value that has not changed for a moment: until then the one before, the first one at once. */
export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    if (rested === value) return;
    const timer = setTimeout(() => setRested(value), REST);
    return () => clearTimeout(timer);
  }, [value, rested]);
  return rested;
}
