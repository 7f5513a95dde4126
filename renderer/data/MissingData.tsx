import type { ImageSource } from '../images/messages.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { useApp } from '../useApp.js';
import { MissingCifar10 } from './MissingCifar10.js';

interface MissingDataProps {
  readonly source: ImageSource;
  /** The reason the images could not be read. */
  readonly problem: string;
}

/** Shown when a project's images are missing, with ways to get them. */
export function MissingData({ source, problem }: MissingDataProps) {
  return source.kind === 'cifar10' ? <MissingCifar10 problem={problem} /> : <MissingOwn name={source.name} />;
}

function MissingOwn({ name }: { readonly name: string }) {
  const app = useApp();
  return (
    <EmptyState
      title={`The images “${name}” were not found`}
      text="They were imported on another machine or have been deleted. Import their folder again: Layerloom recognizes the same images by their contents."
    >
      <Button look="primary" onClick={() => openOverlay(app, 'photos')}>
        Choose folder…
      </Button>
    </EmptyState>
  );
}
