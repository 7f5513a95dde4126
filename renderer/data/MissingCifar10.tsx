import { useEffect, useRef, useState } from 'react';
import { valueOf, CallError } from '../loom.js';
import { loadData } from '../state/browse.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { progressText, type Progress, type Start } from './progressText.js';

/** What is going on: nothing, or a way to get the images. */
type Doing = 'nothing' | 'downloading' | 'checking';

/** Says that CIFAR-10 is not here, and gets it: from its author, or from an archive that the user has. */
export function MissingCifar10({ problem }: { readonly problem: string }) {
  const [doing, setDoing] = useState<Doing>('nothing');
  const [failure, setFailure] = useState<string | null>(null);
  const get = async (what: Doing, call: () => Promise<boolean | null>) => {
    setFailure(null);
    setDoing(what);
    try {
      if (await call()) await loadData({ kind: 'cifar10' });
    } catch (failed) {
      if (!(failed instanceof CallError)) throw failed;
      setFailure(failed.message);
    } finally {
      setDoing('nothing');
    }
  };
  if (doing === 'downloading') return <Downloading />;
  return (
    <EmptyState
      title="CIFAR-10 is not here"
      text={`The 60,000 images could not be read: ${problem}. Download them (163 MB), or choose the archive cifar-10-binary.tar.gz if you have it. It is checked before anything is written.`}
      problem={failure}
    >
      <Button
        look="primary"
        disabled={doing !== 'nothing'}
        onClick={() => void get('downloading', () => valueOf(window.loom.data.download()))}
      >
        Download
      </Button>
      <Button
        disabled={doing !== 'nothing'}
        onClick={() => void get('checking', () => valueOf(window.loom.data.chooseArchive()))}
      >
        Choose file…
      </Button>
      <Button disabled={doing !== 'nothing'} onClick={() => void loadData({ kind: 'cifar10' })}>
        Try again
      </Button>
    </EmptyState>
  );
}

function Downloading() {
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
