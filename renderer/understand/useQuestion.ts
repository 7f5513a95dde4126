import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../engine/base/problem.js';
import type { JobResult } from '../../engine/jobs/index.js';
import { CallError } from '../loom.js';
import type { RunJobInput, RunJobName } from '../jobs.js';
import { askModel, checkpointOf, type TrainedRun } from '../state/understand.js';
import { useApp } from '../useApp.js';

/** The last answer, and the input that it is about. */
export interface Question<N extends RunJobName> {
  /** The input that `result` is about. */
  readonly input: RunJobInput<N> | null;
  /** That of an earlier input until the answer is there, so that pictures do not flicker. */
  readonly result: JobResult<N> | null;
  readonly problem: Problem | null;
}

/**
 * Asks a quick question about a run's model whenever `input`, which is kept by the caller, or the checkpoint changes. One
 * question is asked at a time; of those that come up meanwhile, the last. Null asks nothing.
 */
export function useQuestion<N extends RunJobName>(
  name: N,
  trained: TrainedRun,
  input: RunJobInput<N> | null,
): Question<N> {
  const app = useApp();
  const [answer, setAnswer] = useState<Question<N>>({ input: null, result: null, problem: null });
  const wanted = useRef<(() => Promise<void>) | null>(null);
  const busy = useRef(false);
  const { runId } = trained;
  const checkpoint = checkpointOf(trained);
  useEffect(() => {
    if (input === null) return;
    const ask = async () => {
      try {
        const result = await askModel(app, name, runId, input).result;
        if (result) setAnswer({ input, result, problem: null });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        setAnswer({ input, result: null, problem: error.problem });
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
      if (wanted.current === ask) wanted.current = null;
    };
  }, [name, runId, checkpoint, input]);
  return answer;
}
