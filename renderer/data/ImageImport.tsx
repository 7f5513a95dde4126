import { useEffect, useRef, useState } from 'react';
import type { JobRequest } from '../../electron/ipc/contract.js';
import { familyOf } from '../../engine/base/problem.js';
import { type EncodingId, ENCODINGS } from '../../engine/data/encodings.js';
import {
  defaultChoices,
  type FoundImages,
  type ImportChoices,
  type ImportedImages,
  type SkippedFiles,
} from '../../engine/data/imageImport.js';
import { imageBytes } from '../../engine/data/imageSet.js';
import type { Counted } from '../../engine/jobs/define.js';
import { imageProject } from '../../engine/project/templates.js';
import { sentenceOf } from '../../engine/text/index.js';
import { newProject } from '../actions/file.js';
import { CallError } from '../loom.js';
import { openOverlay } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { ColumnHeads } from '../ui/ColumnHeads.js';
import { Choice, Field } from '../ui/controls.js';
import { Dialog } from '../ui/Dialog.js';
import { count, duration, megabytes } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useUi } from '../useApp.js';
import css from './data.module.css';

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
        style={{ width: '100%' }}
        {...(total !== null && { value: done, max: total })}
        aria-label="Import"
      />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button onClick={onCancel}>Cancel</Button>
      </p>
    </>
  );
}

const SIDES = [28, 32, 48, 64, 96, 128, 224];
const CHANNELS = [
  { value: '3', label: 'Red, green and blue' },
  { value: '1', label: 'Gray: one channel' },
] as const;
const FITS = [
  { value: 'crop', label: 'Crop to the center square' },
  { value: 'pad', label: 'Pad with black' },
  { value: 'stretch', label: 'Stretch to a square' },
] as const;

/** Names in archives contain no zeros, as UTF-16 would. */
const NAME_ENCODINGS = ENCODINGS.filter(({ id }) => !id.startsWith('utf-16')).map(({ id, title }) => ({
  value: id,
  label: title,
}));

interface FoundStepProps {
  readonly found: FoundImages;
  /** Reads the names in the archive in another encoding. */
  readonly onEncoding: (encoding: EncodingId) => void;
  readonly onImport: (choices: ImportChoices) => void;
  readonly onBack: () => void;
}

/** The images found, and the options of their import. */
function FoundStep({ found, onEncoding, onImport, onBack }: FoundStepProps) {
  const { name, format, form, suited, labelSets, encoding } = found;
  const [choices, setChoices] = useState(() => defaultChoices(found));
  const { labelSet, side, channels, fit, background } = choices;
  const choose = (changed: Partial<ImportChoices>) => setChoices({ ...choices, ...changed });
  const labels = labelSets[labelSet]!;
  // A doubtful default is no default: someone must choose it.
  const [asked, setAsked] = useState(labels.doubt !== null);
  const { classes } = labels;
  const images = classes.reduce((sum, { train, test }) => sum + train + test, 0);
  return (
    <>
      <p>
        <b>{name}</b>: {format}
        {form && `, ${form.side}×${form.side} pixels, ${form.channels === 1 ? 'gray' : 'color'}`}
        {!form && labelSets.length === 1 && `, labels from: ${labels.name}`}
      </p>
      {encoding && (
        <Choice
          label="Encoding of names"
          help="The archive does not say how its names are encoded. If they look wrong, choose another encoding."
          value={encoding.id}
          options={NAME_ENCODINGS}
          onChange={onEncoding}
        />
      )}
      {labels.doubt && (
        <p className={uiCss['error']} role="alert">
          {sentenceOf(labels.doubt)}
        </p>
      )}
      {(labelSets.length > 1 || labels.doubt) && (
        <Choice
          label="Labels"
          help={
            labelSets.length > 1
              ? 'There is more than one way to label these images; the model learns one of them.'
              : 'Choose these classes only if they are what the model should learn.'
          }
          value={asked ? '' : String(labelSet)}
          options={[
            ...(asked ? [{ value: '', label: 'Choose…' }] : []),
            ...labelSets.map((one, i) => ({
              value: String(i),
              label: `${one.name} (${count(one.classes.length)} ${one.classes.length === 1 ? 'class' : 'classes'})`,
            })),
          ]}
          onChange={(value) => {
            setAsked(value === '');
            choose({ labelSet: Number(value) });
          }}
        />
      )}
      <ClassTable {...labels} />
      {!form && (
        <>
          <Choice
            label="Size"
            help="Larger images show more and take longer to learn from."
            value={String(side)}
            options={[...new Set([...SIDES, suited.side])]
              .sort((a, b) => a - b)
              .map((value) => ({ value: String(value), label: `${value} × ${value} pixels` }))}
            onChange={(value) => choose({ side: Number(value) })}
          />
          <Choice
            label="Images that are not square"
            value={fit}
            options={FITS}
            onChange={(value) => choose({ fit: value })}
          />
          <Choice
            label="Channels"
            value={String(channels)}
            options={CHANNELS}
            onChange={(value) => choose({ channels: value === '1' ? 1 : 3 })}
          />
          {background !== null && (
            <Background color={background} onChange={(color) => choose({ background: color })} />
          )}
        </>
      )}
      <p className={uiCss['help']}>
        Requires {megabytes(images * imageBytes(choices))} on disk and in memory.
      </p>
      <SkippedList {...labels} />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button look="primary" disabled={asked} onClick={() => onImport(choices)}>
          Import
        </Button>
        <Button onClick={onBack}>Choose something else</Button>
      </p>
    </>
  );
}

const GRAY = '#808080';
const BACKGROUNDS = [
  { value: '#ffffff', label: 'White' },
  { value: '#000000', label: 'Black' },
  { value: 'other', label: 'Another color' },
] as const;

interface BackgroundProps {
  readonly color: string;
  readonly onChange: (color: string) => void;
}

/** The color under transparent areas: white, black, or any other. */
function Background({ color, onChange }: BackgroundProps) {
  const value = BACKGROUNDS.find((one) => one.value === color)?.value ?? 'other';
  return (
    <>
      <Choice
        label="Transparent areas"
        help="Some of these images are transparent. Dark drawings need a light color to be seen, light ones a dark color."
        value={value}
        options={BACKGROUNDS}
        onChange={(chosen) => onChange(chosen === 'other' ? GRAY : chosen)}
      />
      {value === 'other' && (
        <Field label="Color">
          {(id) => (
            <input id={id} type="color" value={color} onChange={(event) => onChange(event.target.value)} />
          )}
        </Field>
      )}
    </>
  );
}

/** The imported images, and a button that creates a project from them. */
function ImportedStep({ images }: { readonly images: ImportedImages }) {
  const app = useApp();
  return (
    <>
      <ClassTable {...images} />
      <SkippedList {...images} />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button look="primary" onClick={() => void newProject(app, imageProject(images))}>
          Create project
        </Button>
      </p>
    </>
  );
}

/** The classes with their number of images per split, the totals, and warnings. */
function ClassTable({ classes, notes }: Pick<ImportedImages, 'classes' | 'notes'>) {
  const sum = (split: 'train' | 'test') => classes.reduce((total, one) => total + one[split], 0);
  const [train, test] = [sum('train'), sum('test')];
  return (
    <>
      <p style={{ marginTop: 8 }}>
        {count(train + test)} {train + test === 1 ? 'image' : 'images'} of {count(classes.length)}{' '}
        {classes.length === 1 ? 'class' : 'classes'}
        {test > 0 && `: ${count(train)} for training, ${count(test)} in a separate test split`}
      </p>
      <div className={css['classTable']} tabIndex={0} role="region" aria-label="Classes">
        <table className={uiCss['table']}>
          <ColumnHeads titles={['Class', ...(test > 0 ? ['Training', 'Test'] : ['Images'])]} />
          <tbody>
            {classes.map((one) => (
              <tr key={one.name}>
                <td>{one.name}</td>
                <td>{count(one.train)}</td>
                {test > 0 && <td>{count(one.test)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notes.map((note) => (
        <p key={note.code} className={uiCss['error']} role="alert">
          {sentenceOf(note)}
        </p>
      ))}
    </>
  );
}

/** The skipped files with reasons; renders nothing if there are none. */
function SkippedList({ skipped, skippedCount, reasons }: SkippedFiles) {
  if (skippedCount === 0) return null;
  const more = skippedCount - skipped.length;
  return (
    <details style={{ marginTop: 12 }}>
      <summary>
        {count(skippedCount)} {skippedCount === 1 ? 'file was' : 'files were'} skipped
      </summary>
      {reasons.map(({ why, count: files }, i) => (
        <p key={i} className={uiCss['help']}>
          {count(files)}: {sentenceOf(why)}
        </p>
      ))}
      <ul>
        {skipped.map(({ file, why }, i) => (
          <li key={i} className={uiCss['help']}>
            {file}: {sentenceOf(why)}
          </li>
        ))}
        {more > 0 && <li className={uiCss['help']}>and {count(more)} more</li>}
      </ul>
    </details>
  );
}
