import type { ReactNode } from 'react';
import { runCommand } from '../actions/commands.js';
import { isActive, type ShownRun } from '../state/training.js';
import { Button, Kbd } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { useApp } from '../useApp.js';

interface NoWeightsProps {
  /** The chosen run; null if there is none. */
  readonly shown: ShownRun | null;
  /** The purpose of the weights on this page. */
  readonly text: string;
  /** More buttons. */
  readonly children?: ReactNode;
}

/** A placeholder where the chosen run has no trained weights yet, with a button that trains. */
export function NoWeights({ shown, text, children }: NoWeightsProps) {
  const app = useApp();
  const isTraining = isActive(shown?.live ?? null);
  return (
    <EmptyState title={isTraining ? TITLES.training : shown ? TITLES.ended : TITLES.none} text={text}>
      {!isTraining && (
        <Button look="primary" onClick={() => runCommand(app, 'train.start')}>
          Train <Kbd keys="Mod+Enter" />
        </Button>
      )}
      {children}
    </EmptyState>
  );
}

const TITLES = {
  none: 'Nothing trained yet',
  training: 'The first epoch has not finished yet',
  ended: 'This run ended before its first epoch finished',
};
