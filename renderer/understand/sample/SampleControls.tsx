import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Problem } from '../../../engine/base/problem.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { isImages } from '../../../engine/project/samples.js';
import { acceptsText } from '../../actions/keys.js';
import { readPicture } from '../../actions/picture.js';
import type { ChosenSample, TrainedRun } from '../../state/understand.js';
import { Button } from '../../ui/Button.js';
import { Select } from '../../ui/controls.js';
import { count } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { useApp, useUnderstand } from '../../useApp.js';
import { PageActions } from '../Answer.js';
import { WeightsChoice } from '../RunChoice.js';
import { useQuestion } from '../useQuestion.js';
import css from './sample.module.css';

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
      <Select
        aria-label="Samples"
        value={chosen.split}
        options={SPLITS}
        onChange={(split) => choose({ split, at: 0 })}
      />
      <div className={css['stepper']}>
        <Button look="quiet" label="Previous sample (←)" onClick={() => step(-1)}>
          <ChevronLeft size={16} />
        </Button>
        <input
          className={uiCss['box']}
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

const SPLITS = [
  { value: 'validation', label: 'Validation' },
  { value: 'train', label: 'Training' },
] as const;

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

const pictureIn = (transfer: DataTransfer | null): File | undefined =>
  [...(transfer?.files ?? [])].find(({ type }) => type.startsWith('image/'));

/** The sample that the pages about one sample show. */
export interface SampleChoice {
  readonly chosen: ChosenSample;
  /** Samples in the split; null until it is known. */
  readonly count: number | null;
  /** Its row, or the bytes of a picture; null until it is known. */
  readonly sample: number | Uint8Array | null;
  /** The name of a sample, such as `validation 99`. */
  readonly nameOf: (sample: number | Uint8Array) => string;
  /** The reason why the run's samples are not known. */
  readonly problem: Problem | null;
  readonly choose: (change: Partial<ChosenSample>) => void;
}

const EVERYTHING = {};

/** The chosen sample of a run's data: the same on all pages. */
export function useSample(trained: TrainedRun): SampleChoice {
  const app = useApp();
  const chosen = useUnderstand(({ sample }) => sample);
  const { result, problem } = useQuestion('splitRows', trained, EVERYTHING);
  // A run without validation has training samples only.
  const split = result?.validation.length === 0 ? 'train' : chosen.split;
  const rows = result?.[split] ?? null;
  const at = rows ? Math.min(chosen.at, rows.length - 1) : chosen.at;
  return useMemo(
    () => ({
      chosen: { ...chosen, split, at },
      count: rows?.length ?? null,
      sample: chosen.picture ?? rows?.[at] ?? null,
      nameOf: (sample) =>
        typeof sample === 'number' && result ? positionText(result, sample) : 'your picture',
      problem,
      choose: (change) =>
        app.understand.setState({ sample: { ...chosen, split, at, picture: null, ...change } }),
    }),
    [app, chosen, result, rows, problem, split, at],
  );
}

/** A row's split and position in it. */
function positionText({ train, validation }: JobResult<'splitRows'>, row: number): string {
  const at = validation.indexOf(row);
  return at >= 0 ? `validation ${at}` : `training ${train.indexOf(row)}`;
}
