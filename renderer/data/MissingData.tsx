import type { Counted } from '../../engine/jobs/define.js';
import type { ImageSource } from '../images/messages.js';
import { loadData } from '../state/browse.js';
import { cancelDownload, chooseArchive, download, type Start } from '../state/fetching.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { duration, megabytes } from '../ui/format.js';
import { useApp, useFetching } from '../useApp.js';

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

/** Shown when CIFAR-10 is missing: offers a download, or the import of an archive. */
function MissingCifar10({ problem }: { readonly problem: string }) {
  const app = useApp();
  const { doing, problem: failure } = useFetching((fetching) => fetching);
  if (doing === 'downloading') return <Downloading />;
  return (
    <EmptyState
      title="CIFAR-10 was not found"
      text={`The 60,000 images could not be read: ${problem} Download them (163 MB), or choose the archive cifar-10-binary.tar.gz if you have it. It is checked before anything is written.`}
      problem={failure}
    >
      <Button look="primary" disabled={doing !== 'nothing'} onClick={() => void download(app)}>
        Download
      </Button>
      <Button disabled={doing !== 'nothing'} onClick={() => void chooseArchive(app)}>
        Choose file…
      </Button>
      <Button disabled={doing !== 'nothing'} onClick={() => void loadData(app, { kind: 'cifar10' })}>
        Try again
      </Button>
    </EmptyState>
  );
}

function Downloading() {
  const app = useApp();
  const { progress, start } = useFetching((fetching) => fetching);
  return (
    <EmptyState
      title="Downloading CIFAR-10"
      text={progress && start ? progressText(progress, start, performance.now()) : 'Connecting…'}
    >
      <progress value={progress?.done ?? 0} max={progress?.total ?? undefined} aria-label="Download" />
      <Button onClick={() => cancelDownload(app)}>Cancel</Button>
    </EmptyState>
  );
}

/** Minimum elapsed time for a meaningful speed. */
const SETTLED_MS = 1000;

/** Progress text such as `12.00 MB of 162.17 MB · 3.20 MB/s · 47 s left`, without the parts that are unknown. */
export function progressText({ done, total }: Counted, start: Start, now: number): string {
  const size = total === null ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`;
  const perSecond = ((done - start.done) / (now - start.at)) * 1000;
  if (now - start.at < SETTLED_MS || perSecond <= 0) return size;
  const left = total === null ? [] : [`${duration((total - done) / perSecond)} left`];
  return [size, `${megabytes(perSecond)}/s`, ...left].join(' · ');
}
