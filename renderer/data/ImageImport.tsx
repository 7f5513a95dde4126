import { useEffect, useRef, useState } from 'react';
import type { JobRequest } from '../../electron/ipc/contract.js';
import { familyOf } from '../../engine/base/problem.js';
import type { EncodingId } from '../../engine/data/encodings.js';
import type { FoundImages, ImportChoices, ImportedImages } from '../../engine/data/imageImport.js';
import type { Counted } from '../../engine/jobs/schemas.js';
import { CallError } from '../loom.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { count, duration } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useUi } from '../useApp.js';
import { FoundStep, ImportedStep } from './ImportSteps.js';

type From = JobRequest<'inspectImages'>['path'];
/** The contents that were found, and the token of their place. */
interface Found {
  readonly kind: 'found';
  readonly path: string;
  readonly found: FoundImages;
}
type Step =
  | { readonly kind: 'ask' }
  | { readonly kind: 'looking' }
  | Found
  | { readonly kind: 'importing'; readonly progress: Counted | null }
  | { readonly kind: 'done'; readonly images: ImportedImages };

const ASK: Step = { kind: 'ask' };

/** The import dialog for images: choose a source, review what was found, set options, review the result. */
export function ImageImport() {
  const app = useApp();
  const [step, setStep] = useState<Step>(ASK);
  const [problem, setProblem] = useState<string | null>(null);
  const dropped = useUi((state) => state.dropped);

  /** Ends the job that is under way. */
  const cancel = useRef<() => void>(() => undefined);

  /** Shows the step that work returns; if it fails, returns to step `back` with an error message. */
  const go = async (during: Step, work: (signal: AbortSignal) => Promise<Step>, back: Step) => {
    const canceling = new AbortController();
    cancel.current = () => canceling.abort();
    setProblem(null);
    setStep(during);
    try {
      setStep(await work(canceling.signal));
    } catch (failed) {
      if (!(failed instanceof CallError)) throw failed;
      setStep(familyOf(failed.problem.code) === 'interrupted' ? ASK : back);
      setProblem(failed.message);
    }
  };
  const choose = (from: From, encoding: EncodingId | null = null) =>
    go(
      { kind: 'looking' },
      async (signal) => {
        const job = app.jobs.run('inspectImages', { path: from, encoding }, { signal });
        const [accepted, found] = await Promise.all([job.accepted, job.result]);
        return accepted && found ? { kind: 'found', path: accepted.path.token, found } : ASK;
      },
      ASK,
    );
  const importImages = (from: Found, choices: ImportChoices) =>
    go(
      { kind: 'importing', progress: null },
      async (signal) => {
        const onProgress = (counts: readonly Counted[]) =>
          setStep({ kind: 'importing', progress: counts.at(-1)! });
        const job = app.jobs.run('importImages', { path: from.path, ...choices }, { signal, onProgress });
        const images = await job.result;
        return images ? { kind: 'done', images } : ASK;
      },
      from,
    );
  // Process each drop once, even if the dialog is already open.
  useEffect(() => {
    if (!dropped) return;
    app.ui.setState({ dropped: false });
    void choose('dropped');
  });
  // The focused button disappears with its step.
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focusFirst = () => body.current?.querySelector<HTMLElement>('select, button')?.focus();
    focusFirst();
    // The dialog also restores lost focus, possibly after this effect.
    const frame = requestAnimationFrame(focusFirst);
    return () => cancelAnimationFrame(frame);
  }, [step.kind]);
  // Cancel however the dialog goes away: closed, or replaced because a table was dropped.
  useEffect(() => () => cancel.current(), []);
  return (
    <Dialog title="New project from your own images" onClose={() => openOverlay(app, null)}>
      <div ref={body}>
        {step.kind === 'ask' && <Ask onChoose={(from) => void choose(from)} />}
        {step.kind === 'looking' && (
          <ImportProgress label="Scanning…" progress={null} onCancel={() => cancel.current()} />
        )}
        {step.kind === 'found' && (
          <FoundStep
            found={step.found}
            onEncoding={(encoding) => void choose({ token: step.path }, encoding)}
            onImport={(choices) => void importImages(step, choices)}
            onBack={() => {
              setProblem(null);
              setStep(ASK);
            }}
          />
        )}
        {step.kind === 'importing' && (
          <ImportProgress
            label="Reading the images…"
            progress={step.progress}
            onCancel={() => cancel.current()}
          />
        )}
        {step.kind === 'done' && <ImportedStep images={step.images} />}
      </div>
      {problem !== null && (
        <p className={uiCss['error']} role="alert" style={{ marginTop: 12 }}>
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function Ask({ onChoose }: { readonly onChoose: (from: From) => void }) {
  return (
    <>
      <p>
        Choose a folder that holds one folder for each class, such as <code>pets/cats</code> and{' '}
        <code>pets/dogs</code>, or the same as a zip or tar archive. Names such as <code>cat_1.png</code> and
        a table beside the images give labels too. PNG, JPEG, WebP, GIF, TIFF, AVIF, and PPM images are
        supported.
      </p>
      <p className={uiCss['help']}>
        The files of MNIST and similar data sets (IDX), CIFAR-10, and CIFAR-100 are recognized too, compressed
        or not. You can also drop any of these onto the window. Archives are not unpacked onto your disk.
      </p>
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button look="primary" onClick={() => onChoose('folder')}>
          Choose a folder…
        </Button>
        <Button onClick={() => onChoose('file')}>Choose a file…</Button>
      </p>
    </>
  );
}

interface ImportProgressProps {
  /** Shown until there is progress. */
  readonly label: string;
  readonly progress: Counted | null;
  readonly onCancel: () => void;
}

/** Minimum elapsed time for a useful estimate of the time left. */
const ENOUGH_SECONDS = 1;

/** The progress of an import, the time left, and a cancel button. */
function ImportProgress({ label, progress, onCancel }: ImportProgressProps) {
  const [started] = useState(() => performance.now());
  const seconds = (performance.now() - started) / 1000;
  const done = progress?.done ?? 0;
  const total = progress?.total ?? null;
  const known = total !== null && done > 0 && seconds > ENOUGH_SECONDS;
  const left = known ? (seconds / done) * (total - done) : null;
  return (
    <>
      <p aria-live="polite">
        {total === null ? label : `${count(done)} of ${count(total)} images`}
        {left !== null && `, ${duration(left)} left`}
      </p>
      <progress
        style={{ width: '100%', accentColor: 'var(--accent)' }}
        {...(total !== null && { value: done, max: total })}
        aria-label="Import"
      />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button onClick={onCancel}>Cancel</Button>
      </p>
    </>
  );
}
