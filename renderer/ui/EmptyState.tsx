import type { ReactNode } from 'react';
import { sentence } from './format.js';
import css from './ui.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  /** What went wrong when a button was pressed. */
  readonly problem?: string | null;
  /** The buttons that fill the emptiness. */
  readonly children?: ReactNode;
}

/** What belongs here, and the button that fills it. */
export function EmptyState({ title, text, problem = null, children }: EmptyStateProps) {
  return (
    <div className={css['empty']}>
      <h2>{title}</h2>
      <p>{text}</p>
      {problem !== null && (
        <p className={css['error']} role="alert">
          {sentence(problem)}
        </p>
      )}
      <div className={css['actions']}>{children}</div>
    </div>
  );
}
