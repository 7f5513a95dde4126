import { useState } from 'react';
import { imageBytes } from '../../engine/data/imageSet.js';
import type { FoundImages, ImportChoices } from '../../engine/data/imageImport.js';
import { Button } from '../ui/Button.js';
import { Choice } from '../ui/Choice.js';
import { megabytes } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { ClassTable } from './ClassTable.js';
import { SkippedFiles } from './SkippedFiles.js';

const SIDES = ['32', '48', '64', '96', '128'] as const;
const CHANNELS = [
  { value: '3', label: 'Red, green and blue' },
  { value: '1', label: 'Gray: one channel' },
] as const;
const FITS = [
  { value: 'crop', label: 'Crop to the center square' },
  { value: 'pad', label: 'Pad with black' },
  { value: 'stretch', label: 'Stretch to a square' },
] as const;

interface FoundStepProps {
  readonly found: FoundImages;
  readonly onImport: (choices: ImportChoices) => void;
  readonly onBack: () => void;
}

/** The images found, and the options of their import. */
export function FoundStep({ found, onImport, onBack }: FoundStepProps) {
  const { name, format, form, labellings } = found;
  const [labelling, setLabelling] = useState(0);
  const [side, setSide] = useState<(typeof SIDES)[number]>('64');
  const [channels, setChannels] = useState<'1' | '3'>('3');
  const [fit, setFit] = useState<ImportChoices['fit']>('crop');
  const { classes } = labellings[labelling]!;
  const chosen = form ?? { side: Number(side), channels: channels === '1' ? 1 : 3 };
  const images = classes.reduce((sum, { train, test }) => sum + train + test, 0);
  return (
    <>
      <p>
        <b>{name}</b>: {format}
        {form && `, ${form.side}×${form.side} pixels, ${form.channels === 1 ? 'gray' : 'color'}`}
      </p>
      {labellings.length > 1 && (
        <Choice
          label="Labels"
          help="These images carry more than one label; the model learns one of them."
          value={String(labelling)}
          options={labellings.map((one, i) => ({ value: String(i), label: one.name }))}
          onChange={(value) => setLabelling(Number(value))}
        />
      )}
      <ClassTable classes={classes} />
      {!form && (
        <>
          <Choice
            label="Size"
            help="Larger images show more and take longer to learn from."
            value={side}
            options={SIDES.map((value) => ({ value, label: `${value} × ${value} pixels` }))}
            onChange={setSide}
          />
          <Choice label="Images that are not square" value={fit} options={FITS} onChange={setFit} />
          <Choice label="Channels" value={channels} options={CHANNELS} onChange={setChannels} />
        </>
      )}
      <p className={uiCss['help']}>
        Requires {megabytes(images * imageBytes(chosen))} on disk and in memory.
      </p>
      <SkippedFiles {...found} />
      <p className={uiCss['actions']} style={{ marginTop: 16 }}>
        <Button look="primary" onClick={() => onImport({ ...chosen, fit, labelling })}>
          Import
        </Button>
        <Button onClick={onBack}>Choose something else</Button>
      </p>
    </>
  );
}
