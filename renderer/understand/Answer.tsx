import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { createPortal } from 'react-dom';
import type { Problem } from '../../engine/base/problem.js';
import type { JobResult } from '../../engine/jobs/index.js';
import { messageOf } from '../../engine/text/index.js';
import type { RunJobInput, RunJobName } from '../jobs.js';
import { answerKey, askRun, checkpointOf, type RunAnswer, type TrainedRun } from '../state/understand.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count } from '../ui/format.js';
import { useApp, useUnderstand } from '../useApp.js';
import css from './understand.module.css';

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

/** A job's answer about a run's model, with the way to ask again. */
interface Asked<N extends RunJobName> {
  /** Null until it is asked. */
  readonly answer: RunAnswer<N> | null;
  readonly ask: () => void;
}

/**
 * Asks a job about a run's model, again for each new checkpoint, or only when `ask` is called; answers are kept.
 * `input` is small, plain data; no run asks nothing.
 */
export function useRunJob<N extends RunJobName>(
  name: N,
  trained: TrainedRun | null,
  input: RunJobInput<N>,
  start: 'at once' | 'when asked' = 'at once',
): Asked<N> {
  const app = useApp();
  const key = trained && answerKey(name, trained.runId, input);
  const answer = useUnderstand(({ answers }) => (key === null ? null : (answers[key] ?? null)));
  const ask = () => {
    if (trained) void askRun(app, name, trained, input);
  };
  // While it is asked about an earlier checkpoint, the newest waits.
  const due = start === 'at once' && trained && !answer?.job && answer?.checkpoint !== checkpointOf(trained);
  useEffect(() => {
    if (due) ask();
  }, [key, due]);
  return { answer: answer as RunAnswer<N> | null, ask };
}

const Slot = createContext<HTMLElement | null>(null);

/** Provides the place beside the tabs for the open page's controls. */
export const PageActionsSlot = Slot.Provider;

/** A page's controls, shown beside the tabs. */
export function PageActions({ children }: { readonly children: ReactNode }) {
  const slot = useContext(Slot);
  return slot && createPortal(children, slot);
}
