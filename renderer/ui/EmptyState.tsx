import { Component, type ReactNode } from 'react';
import { report } from '../loom.js';
import { AppContext } from '../useApp.js';
import { Button } from './Button.js';
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

interface ErrorBoundaryProps {
  /** The name of the wrapped screen, as shown to the user. */
  readonly name: string;
  readonly children: ReactNode;
}

/** Confines a rendering error to one screen: the project stays open and can be saved. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly problem: Error | null }> {
  static override contextType = AppContext;
  declare context: React.ContextType<typeof AppContext>;
  override state: { readonly problem: Error | null } = { problem: null };

  static getDerivedStateFromError(problem: Error) {
    return { problem };
  }

  override componentDidCatch(problem: Error) {
    if (this.context) report(this.context, problem);
  }

  override render() {
    const { problem } = this.state;
    if (!problem) return this.props.children;
    return (
      <EmptyState
        title={`${this.props.name} could not be shown`}
        text={`Your project is intact and can be saved. Error: ${problem.message}`}
      >
        <Button onClick={() => this.setState({ problem: null })}>Try again</Button>
        <Button onClick={() => void this.context?.loom.app.showLog()}>Show log</Button>
      </EmptyState>
    );
  }
}
