import type { ReactNode } from 'react';
import css from './ui.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  /** The error of the last button press. */
  readonly problem?: string | null;
  /** Buttons that provide the missing content. */
  readonly children?: ReactNode;
}

/** A placeholder for missing content, with buttons that provide it. */
export function EmptyState({ title, text, problem = null, children }: EmptyStateProps) {
  return (
    <div className={css['empty']}>
      <h2>{title}</h2>
      <p>{text}</p>
      {problem !== null && (
        <p className={css['error']} role="alert">
          {problem}
        </p>
      )}
      <div className={css['actions']}>{children}</div>
    </div>
  );
}
