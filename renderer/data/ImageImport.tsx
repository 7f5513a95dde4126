import { useEffect, useRef, useState } from 'react';
import type { FoundImages, ImportChoices, ImportedImages } from '../../electron/ipc/contract.js';
import { familyOf } from '../../engine/base/problem.js';
import { CallError, valueOf } from '../loom.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import uiCss from '../ui/ui.module.css';
import { FoundStep } from './FoundStep.js';
import { ImportedStep } from './ImportedStep.js';
import { ImportProgress } from './ImportProgress.js';
import { useApp, useUi } from '../useApp.js';

type From = 'folder' | 'file' | 'dropped';
type Step =
  | { readonly kind: 'ask' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'found'; readonly found: FoundImages }
  | { readonly kind: 'importing' }
  | { readonly kind: 'done'; readonly images: ImportedImages };

const ASK: Step = { kind: 'ask' };

/** The import dialog for images: choose a source, review what was found, set options, review the result. */
export function ImageImport() {
  const app = useApp();
  const [step, setStep] = useState<Step>(ASK);
  const [problem, setProblem] = useState<string | null>(null);
  const dropped = useUi((state) => state.dropped);

  /** Shows the step that a call returns; if it fails, returns to step `back` with an error message. */
  const go = async (during: Step, call: () => Promise<Step>, back: Step) => {
    setProblem(null);
    setStep(during);
    try {
      setStep(await call());
    } catch (failed) {
      if (!(failed instanceof CallError)) throw failed;
      setStep(familyOf(failed.problem.code) === 'interrupted' ? ASK : back);
      setProblem(failed.message);
    }
  };
  const choose = (from: From) =>
    go(
      { kind: 'looking' },
      async () => {
        const found = await valueOf(app.loom.images.choose(from));
        return found ? { kind: 'found', found } : ASK;
      },
      ASK,
    );
  const importImages = (found: FoundImages, choices: ImportChoices) =>
    go(
      { kind: 'importing' },
      async () => ({ kind: 'done', images: await valueOf(app.loom.images.import(choices)) }),
      { kind: 'found', found },
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
  useEffect(() => () => void app.loom.images.cancel(), []);
  return (
    <Dialog title="New project from your own images" onClose={() => openOverlay(app, null)}>
      <div ref={body}>
        {step.kind === 'ask' && <Ask onChoose={(from) => void choose(from)} />}
        {step.kind === 'looking' && <ImportProgress label="Scanning…" progress={null} />}
        {step.kind === 'found' && (
          <FoundStep
            found={step.found}
            onImport={(choices) => void importImages(step.found, choices)}
            onBack={() => {
              setProblem(null);
              setStep(ASK);
            }}
          />
        )}
        {step.kind === 'importing' && <Importing />}
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
        <code>pets/dogs</code>, or the same as a zip or tar archive. PNG, JPEG, WebP, GIF, TIFF, and AVIF
        images are supported.
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

function Importing() {
  const app = useApp();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number } | null>(null);
  useEffect(() => app.loom.on.importProgress(setProgress), []);
  return <ImportProgress label="Reading the images…" progress={progress} />;
}
