import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { MissingCifar10 } from './MissingCifar10.js';
import type { ImageSource } from '../images/messages.js';

interface MissingDataProps {
  readonly source: ImageSource;
  /** What could not be read. */
  readonly problem: string;
}

/** Says which images are not here, and offers the ways to get them. */
export function MissingData({ source, problem }: MissingDataProps) {
  return source.kind === 'cifar10' ? <MissingCifar10 problem={problem} /> : <MissingOwn name={source.name} />;
}

function MissingOwn({ name }: { readonly name: string }) {
  return (
    <EmptyState
      title={`The images “${name}” are not here`}
      text="They were brought in on another machine, or have been deleted. Bring their folder in again: the same images are found again by their contents."
    >
      <Button look="primary" onClick={() => openOverlay('photos')}>
        Choose folder…
      </Button>
    </EmptyState>
  );
}
