import { useId, useState } from 'react';
import {
  defaultChoices,
  type FoundImages,
  type ImportChoices,
  type ImportedImages,
  type SkippedFiles,
} from '../../engine/data/imageImport.js';
import { type EncodingId, ENCODINGS } from '../../engine/data/encodings.js';
import { imageBytes } from '../../engine/data/imageSet.js';
import { imageProject } from '../../engine/project/imageProject.js';
import { sentenceOf } from '../../engine/text/index.js';
import { newProject } from '../actions/file.js';
import { Button } from '../ui/Button.js';
import { Choice } from '../ui/Choice.js';
import { count, megabytes } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp } from '../useApp.js';
import css from './data.module.css';

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
export function FoundStep({ found, onEncoding, onImport, onBack }: FoundStepProps) {
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
  const id = useId();
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
        <div className={uiCss['field']}>
          <label className={uiCss['label']} htmlFor={id}>
            Color
          </label>
          <div className={uiCss['input']}>
            <input id={id} type="color" value={color} onChange={(event) => onChange(event.target.value)} />
          </div>
        </div>
      )}
    </>
  );
}

/** The imported images, and a button that creates a project from them. */
export function ImportedStep({ images }: { readonly images: ImportedImages }) {
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
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">{test > 0 ? 'Training' : 'Images'}</th>
              {test > 0 && <th scope="col">Test</th>}
            </tr>
          </thead>
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
