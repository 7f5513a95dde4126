import { useMemo } from 'react';
import type { Problem } from '../../../engine/base/problem.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { ChosenSample, TrainedRun } from '../../state/understand.js';
import { useApp, useUnderstand } from '../../useApp.js';
import { useQuestion } from '../useQuestion.js';

/** The sample that the pages about one sample show. */
export interface SampleChoice {
  readonly chosen: ChosenSample;
  /** Samples in the split; null until it is known. */
  readonly count: number | null;
  /** Its row, or the bytes of a picture; null until it is known. */
  readonly sample: number | Uint8Array | null;
  /** The name of a sample, such as `validation 99`. */
  readonly nameOf: (sample: number | Uint8Array) => string;
  /** The reason why the run's samples are not known. */
  readonly problem: Problem | null;
  readonly choose: (change: Partial<ChosenSample>) => void;
}

const EVERYTHING = {};

/** The chosen sample of a run's data: the same on all pages. */
export function useSample(trained: TrainedRun): SampleChoice {
  const app = useApp();
  const chosen = useUnderstand(({ sample }) => sample);
  const { result, problem } = useQuestion('splitRows', trained, EVERYTHING);
  // A run without validation has training samples only.
  const split = result?.validation.length === 0 ? 'train' : chosen.split;
  const rows = result?.[split] ?? null;
  const at = rows ? Math.min(chosen.at, rows.length - 1) : chosen.at;
  return useMemo(
    () => ({
      chosen: { ...chosen, split, at },
      count: rows?.length ?? null,
      sample: chosen.picture ?? rows?.[at] ?? null,
      nameOf: (sample) =>
        typeof sample === 'number' && result ? positionText(result, sample) : 'your picture',
      problem,
      choose: (change) =>
        app.understand.setState({ sample: { ...chosen, split, at, picture: null, ...change } }),
    }),
    [app, chosen, result, rows, problem, split, at],
  );
}

/** A row's split and position in it. */
function positionText({ train, validation }: JobResult<'splitRows'>, row: number): string {
  const at = validation.indexOf(row);
  return at >= 0 ? `validation ${at}` : `training ${train.indexOf(row)}`;
}
