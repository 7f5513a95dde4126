import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { isImages } from '../../../engine/project/samples.js';
import { acceptsText } from '../../actions/keys.js';
import { readPicture } from '../../actions/picture.js';
import type { TrainedRun } from '../../state/understand.js';
import { Button } from '../../ui/Button.js';
import { count } from '../../ui/format.js';
import { useApp } from '../../useApp.js';
import { PageActions } from '../Answer.js';
import { WeightsChoice } from '../RunChoice.js';
import css from './sample.module.css';
import type { SampleChoice } from './useSample.js';

interface SampleControlsProps {
  readonly trained: TrainedRun;
  readonly choice: SampleChoice;
  /** Set where pictures can be drawn: whether one is being drawn, and the button's action. */
  readonly drawing?: { readonly on: boolean; readonly toggle: () => void };
}

/** Chooses a sample: a split and a position in it, a picture from a file or the clipboard, or one that is drawn. */
export function SampleControls({ trained, choice, drawing }: SampleControlsProps) {
  const app = useApp();
  const file = useRef<HTMLInputElement>(null);
  const { data } = trained.project;
  const { chosen, count: samples, choose } = choice;
  const step = (by: number) => {
    if (samples !== null) choose({ at: (chosen.at + by + samples) % samples });
  };
  const take = (blob: Blob | null | undefined) => {
    if (isImages(data) && blob)
      void readPicture(app, data, blob).then((picture) => picture && choose({ picture }));
  };
  const latest = useRef({ step, take });
  latest.current = { step, take };
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const onKeyDown = (event: KeyboardEvent) => {
      const by = STEPS[event.key];
      const elsewhere =
        event.target instanceof Element && event.target.closest('[role="slider"], [role="tab"], select');
      if (by === undefined || event.defaultPrevented || elsewhere || acceptsText(event.target)) return;
      event.preventDefault();
      latest.current.step(by);
    };
    const onPaste = ({ clipboardData }: ClipboardEvent) => latest.current.take(pictureIn(clipboardData));
    window.addEventListener('keydown', onKeyDown, { signal });
    document.addEventListener('paste', onPaste, { signal });
    return () => controller.abort();
  }, []);
  return (
    <PageActions>
      <WeightsChoice trained={trained} />
      {isImages(data) && (
        <>
          {drawing && (
            <Button aria-pressed={drawing.on} onClick={drawing.toggle}>
              Draw
            </Button>
          )}
          <Button title="Or drop or paste a picture" onClick={() => file.current?.click()}>
            Open picture…
          </Button>
          <input
            ref={file}
            type="file"
            accept="image/*"
            hidden
            aria-label="Picture"
            onChange={(event) => {
              take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </>
      )}
      <select
        aria-label="Samples"
        value={chosen.split}
        onChange={(event) => choose({ split: event.target.value as typeof chosen.split, at: 0 })}
      >
        <option value="validation">Validation</option>
        <option value="train">Training</option>
      </select>
      <div className={css['stepper']}>
        <Button look="quiet" label="Previous sample (←)" onClick={() => step(-1)}>
          <ChevronLeft size={16} />
        </Button>
        <input
          type="number"
          aria-label="Sample number"
          min={0}
          max={(samples ?? 1) - 1}
          value={chosen.at}
          onChange={(event) => {
            const at = event.target.valueAsNumber;
            if (samples !== null && Number.isInteger(at) && at >= 0 && at < samples) choose({ at });
          }}
        />
        <span>of {samples === null ? '…' : count(samples)}</span>
        <Button look="quiet" label="Next sample (→)" onClick={() => step(1)}>
          <ChevronRight size={16} />
        </Button>
      </div>
    </PageActions>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

const pictureIn = (transfer: DataTransfer | null): File | undefined =>
  [...(transfer?.files ?? [])].find(({ type }) => type.startsWith('image/'));
