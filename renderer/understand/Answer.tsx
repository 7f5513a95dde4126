import type { ReactNode } from 'react';
import type { Problem } from '../../engine/base/problem.js';
import { messageOf } from '../../engine/text/index.js';
import type { JobResult } from '../../engine/jobs/index.js';
import type { RunJobName } from '../jobs.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count } from '../ui/format.js';
import css from './understand.module.css';
import type { Asked } from './useRunJob.js';

interface AnswerProps<N extends RunJobName> {
  readonly asked: Asked<N>;
  /** The work in progress, such as `Evaluating the model`. */
  readonly working: string;
  readonly children: (result: JobResult<N>) => ReactNode;
}

/** A job's result, or its progress, or its failure with the button that asks again. */
export function Answer<N extends RunJobName>({ asked: { answer, ask }, working, children }: AnswerProps<N>) {
  if (answer?.problem) {
    return (
      <EmptyState title="This could not be computed" text="" problem={messageOf(answer.problem)}>
        <Button onClick={ask}>Try again</Button>
      </EmptyState>
    );
  }
  if (answer?.result) return <>{children(answer.result)}</>;
  return <Working text={working} progress={answer?.progress ?? null} stop={answer?.job?.stop} />;
}

interface OpeningProps {
  /** The failure in a few words. */
  readonly title: string;
  readonly problem: Problem | null;
}

/** In place of a page that asks a model quick questions: it is being opened, or why it cannot be. */
export function Opening({ title, problem }: OpeningProps) {
  if (problem) return <EmptyState title={title} text="" problem={messageOf(problem)} />;
  return (
    <p className={css['opening']} role="status">
      Opening the model…
    </p>
  );
}

interface WorkingProps {
  readonly text: string;
  readonly progress: unknown;
  readonly stop: (() => void) | undefined;
}

function Working({ text, progress, stop }: WorkingProps) {
  const counted = isCounted(progress) ? progress : null;
  return (
    <div className={css['working']} role="status">
      <p>{text}…</p>
      {counted?.total != null && (
        <>
          <progress aria-label={text} value={counted.done} max={counted.total} />
          <p>
            {count(counted.done)} of {count(counted.total)}
          </p>
          <Button onClick={stop}>Cancel</Button>
        </>
      )}
    </div>
  );
}

/** The moment of a run that its model's answers are from. */
export const epochText = ({ epoch, midway }: Pick<JobResult<'classify'>, 'epoch' | 'midway'>): string =>
  midway ? `in epoch ${count(epoch + 1)}` : `after epoch ${count(epoch)}`;

const isCounted = (progress: unknown): progress is { readonly done: number; readonly total: number | null } =>
  typeof progress === 'object' && progress !== null && 'done' in progress && 'total' in progress;
