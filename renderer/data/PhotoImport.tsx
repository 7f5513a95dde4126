import { useEffect, useRef, useState } from 'react';
import type { ImportedImages } from '../../electron/ipc/contract.js';
import { newProject } from '../actions/file.js';
import { CallError, valueOf } from '../loom.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { Choice } from '../ui/Choice.js';
import { Dialog } from '../ui/Dialog.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { photoProject } from './photoProject.js';

const SIDES = ['32', '48', '64', '96', '128'] as const;
const FITS = [
  { value: 'crop', label: 'Take the middle square' },
  { value: 'pad', label: 'Show all, black beside it' },
  { value: 'stretch', label: 'Stretch to a square' },
] as const;

type Fit = (typeof FITS)[number]['value'];
type Step =
  | { readonly kind: 'ask'; readonly problem: string | null }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly images: ImportedImages };

/** Brings in a folder of class folders: asks for a size, shows how far it is, says what it found. */
export function PhotoImport() {
  const [side, setSide] = useState<(typeof SIDES)[number]>('64');
  const [fit, setFit] = useState<Fit>('crop');
  const [step, setStep] = useState<Step>({ kind: 'ask', problem: null });
  // Progress may arrive after the answer; then it is no longer of interest.
  const busy = useRef(false);
  useEffect(
    () =>
      window.loom.on.importProgress((progress) => {
        if (busy.current) setStep({ kind: 'running', done: progress.done, total: progress.total ?? 0 });
      }),
    [],
  );

  const choose = async () => {
    busy.current = true;
    try {
      const images = await valueOf(window.loom.data.importImages({ side: Number(side), fit }));
      busy.current = false;
      setStep(images ? { kind: 'done', images } : { kind: 'ask', problem: null });
    } catch (problem) {
      busy.current = false;
      if (!(problem instanceof CallError)) throw problem;
      setStep({ kind: 'ask', problem: problem.message });
    }
  };
  const close = () => {
    void window.loom.data.cancelImport();
    openOverlay(null);
  };
  return (
    <Dialog title="New project from your own images" onClose={close}>
      {step.kind === 'ask' && (
        <>
          <p>
            Choose a folder that holds one folder for each class, such as <code>pets/cats</code> and{' '}
            <code>pets/dogs</code>. The images are copied at the size that the model will see.
          </p>
          <Choice
            label="Size"
            help="Larger images show more and take longer to learn from."
            value={side}
            options={SIDES.map((value) => ({ value, label: `${value} × ${value} pixels` }))}
            onChange={setSide}
          />
          <Choice label="Images that are not square" value={fit} options={FITS} onChange={setFit} />
          {step.problem !== null && (
            <p className={uiCss['error']} role="alert">
              {step.problem}
            </p>
          )}
          <p className={uiCss['actions']} style={{ marginTop: 16 }}>
            <Button look="primary" onClick={() => void choose()}>
              Choose folder…
            </Button>
          </p>
        </>
      )}
      {step.kind === 'running' && (
        <>
          <p aria-live="polite">
            {count(step.done)} of {count(step.total)} images
          </p>
          <progress style={{ width: '100%' }} value={step.done} max={step.total} aria-label="Import" />
          <p className={uiCss['actions']} style={{ marginTop: 16 }}>
            <Button onClick={() => void window.loom.data.cancelImport()}>Cancel</Button>
          </p>
        </>
      )}
      {step.kind === 'done' && <Found images={step.images} />}
    </Dialog>
  );
}

function Found({ images }: { readonly images: ImportedImages }) {
  const { classes, skipped, skippedCount } = images;
  const total = classes.reduce((sum, one) => sum + one.images, 0);
  return (
    <>
      <p>
        {count(total)} images of {count(classes.length)} {classes.length === 1 ? 'class' : 'classes'}.
      </p>
      <table className={uiCss['table']}>
        <tbody>
          {classes.map(({ name, images: found }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{count(found)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {skippedCount > 0 && (
        <details style={{ marginTop: 12 }}>
          <summary>
            {count(skippedCount)} {skippedCount === 1 ? 'file was' : 'files were'} passed over
          </summary>
          <ul>
            {skipped.map(({ file, why }) => (
              <li key={file} className={uiCss['help']}>
                {file}: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
      {classes.length < 2 && (
        <p className={uiCss['error']} role="alert">
          One class leaves nothing to tell apart: a model needs at least two.
        </p>
      )}
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button look="primary" onClick={() => void newProject(photoProject(images))}>
          Create project
        </Button>
      </p>
    </>
  );
}
