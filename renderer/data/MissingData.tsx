import { useEffect, useRef, useState } from 'react';
import { chooseDataArchive, downloadData } from '../actions/data.js';
import { loadData } from '../state/browse.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import type { ImageSource } from './messages.js';
import { progressText, type Progress, type Start } from './progressText.js';

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

function MissingCifar10({ problem }: { readonly problem: string }) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const start = useRef<Start | null>(null);
  useEffect(
    () =>
      window.loom.on.importProgress((told) => {
        start.current ??= { done: told.done, at: performance.now() };
        setProgress(told);
      }),
    [],
  );
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    await downloadData();
    setBusy(false);
    setProgress(null);
    start.current = null;
  };
  if (busy) {
    return (
      <EmptyState
        title="Downloading CIFAR-10"
        text={
          progress && start.current
            ? progressText(progress, start.current, performance.now())
            : 'Asking the server…'
        }
      >
        <progress value={progress?.done ?? 0} max={progress?.total ?? undefined} aria-label="Download" />
        <Button onClick={() => void window.loom.data.cancelDownload()}>Cancel</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="CIFAR-10 is not here"
      text={`The 60,000 images could not be read: ${problem}. Download them (163 MB), or choose the archive cifar-10-binary.tar.gz if you have it. It is checked before anything is written.`}
    >
      <Button look="primary" onClick={() => void download()}>
        Download
      </Button>
      <Button onClick={() => void chooseDataArchive()}>Choose file…</Button>
      <Button onClick={() => void loadData({ kind: 'cifar10' })}>Try again</Button>
    </EmptyState>
  );
}
