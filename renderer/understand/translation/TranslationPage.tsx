import { useMemo, useState } from 'react';
import { formOf } from '../../../engine/data/imageSet.js';
import { shiftImages } from '../../../engine/evaluate/shift.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { tensor } from '../../../engine/tensor/tensor.js';
import { messageOf } from '../../../engine/text/index.js';
import { bytesImage } from '../../images/rgba.js';
import { runOf } from '../../state/training.js';
import type { TrainedRun } from '../../state/understand.js';
import { Button } from '../../ui/Button.js';
import { indexOptions, Select } from '../../ui/controls.js';
import { count, percent } from '../../ui/format.js';
import { Pixels } from '../../ui/Pixels.js';
import uiCss from '../../ui/ui.module.css';
import { useTraining } from '../../useApp.js';
import { Answer, Opening, useRunJob } from '../Answer.js';
import { CellPicker } from '../CellPicker.js';
import { mapImage, SHARES } from '../colors.js';
import { classesOf, runText, RunSelect, useOtherRun } from '../RunChoice.js';
import { SampleControls, useSample } from '../sample/SampleControls.js';
import { useQuestion, useRested } from '../useQuestion.js';
import css from './translation.module.css';

/** The translation test: what the model says of an image that is moved by a few pixels; two runs side by side. */
export function TranslationPage({ trained }: { readonly trained: TrainedRun }) {
  const choice = useSample(trained);
  const { sample } = choice;
  const question = useMemo(() => (sample === null ? null : { sample }), [sample]);
  const { result, input, problem } = useQuestion('activations', trained, question);
  return (
    <>
      <SampleControls trained={trained} choice={choice} />
      {result?.pixels && input ? (
        <Moved trained={trained} found={result} pixels={result.pixels} sample={input.sample} />
      ) : (
        <Opening title="This sample could not be shown" problem={choice.problem ?? problem} />
      )}
    </>
  );
}

interface MovedProps {
  readonly trained: TrainedRun;
  readonly found: JobResult<'activations'>;
  readonly pixels: Uint8Array;
  readonly sample: number | Uint8Array;
}

/** An image, moved, as a run sees it and another one beside it. */
function Moved({ trained, found, pixels, sample }: MovedProps) {
  const beside = useOtherRun(trained);
  const [asked, setAsked] = useState<number | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const classes = classesOf(trained);
  const label = found.label ?? asked ?? 0;
  const other = beside?.trained ?? null;
  const comparable = other && String(classesOf(other)) === String(classes);
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <p>
          The image is moved up to 8 pixels in every direction, with black coming in. A network that has
          learned what things look like, wherever they are, stays as sure.
        </p>
        {found.label === null && (
          <label>
            Probability of
            <Select
              value={String(label)}
              options={indexOptions(classes)}
              onChange={(k) => setAsked(Number(k))}
            />
          </label>
        )}
        {beside && (
          <span className={css['beside']}>
            beside
            <RunSelect label="Beside" value={beside.runId} runIds={beside.runIds} onChange={beside.choose} />
          </span>
        )}
      </div>
      <div className={css['runs']}>
        {[trained, ...(comparable ? [other] : [])].map((run) => (
          <RunShifts
            key={run.runId}
            trained={run}
            name={classes[label]!}
            {...{ sample, pixels, label, at, onPick: setAt }}
          />
        ))}
        {!comparable && (
          <p className={css['hint']}>
            {other
              ? 'That run tells other classes apart.'
              : 'Train a second model, fully connected or convolutional, or with random crops: it appears beside this one.'}
          </p>
        )}
      </div>
    </div>
  );
}

/** Largest shift in each direction, in pixels. */
const MOST = 8;
/** Displayed width of a shift in pixels. */
const CELL = 16;

interface RunShiftsProps {
  readonly trained: TrainedRun;
  readonly sample: number | Uint8Array;
  /** Bytes `[channels, side, side]`. */
  readonly pixels: Uint8Array;
  readonly label: number;
  /** The class's name. */
  readonly name: string;
  /** The chosen shift, the same for both runs; null for none. */
  readonly at: number | null;
  readonly onPick: (at: number) => void;
}

/** One run's probability of a class wherever the image is moved, and its score over the validation set. */
function RunShifts({ trained, sample, pixels, label, name, at, onPick }: RunShiftsProps) {
  const question = useMemo(() => ({ sample, label, most: MOST }), [sample, label]);
  const rested = useRested(question);
  const asked = useQuestion('shiftSample', trained, rested === question ? question : null);
  const { result, problem, current } = asked;
  const [scored, setScored] = useState(false);
  return (
    <section className={css['run']} aria-label="Run">
      <RunName trained={trained} />
      {problem && <p role="alert">{messageOf(problem)}</p>}
      {result && (
        <Shifts
          offsets={result.offsets}
          shares={result.probability}
          what={`p(${name})`}
          at={at}
          onPick={onPick}
          pixels={pixels}
          stale={!current}
        />
      )}
      {trained.weights === 'last' && (
        <>
          <h3 className={uiCss['section']}>Over the validation set</h3>
          {scored ? (
            <Score trained={trained} />
          ) : (
            <>
              <p className={css['help']}>
                The accuracy at every shift, of all validation images. This takes a while.
              </p>
              <Button onClick={() => setScored(true)}>Compute the score</Button>
            </>
          )}
        </>
      )}
    </section>
  );
}

function RunName({ trained: { runId } }: { readonly trained: TrainedRun }) {
  const training = useTraining((state) => state);
  return <h2>{runText(runOf(training, runId), 'This run')}</h2>;
}

interface ShiftsProps {
  readonly offsets: readonly number[];
  /** One row for each offset down. */
  readonly shares: readonly (readonly number[])[];
  readonly what: string;
  readonly at: number | null;
  readonly onPick: (at: number) => void;
  /** The image that is moved; omitted for all images. */
  readonly pixels?: Uint8Array;
  /** True while the shares are those of another image. */
  readonly stale?: boolean;
}

/** A heat map of a share at every shift: dark is 0, bright is 1. */
function Shifts({ offsets, shares, what, at, onPick, pixels, stale = false }: ShiftsProps) {
  const flat = useMemo(() => shares.flat(), [shares]);
  const image = useMemo(() => mapImage(flat, offsets.length, 1), [flat, offsets]);
  const center = Math.floor(flat.length / 2);
  const worst = flat.reduce((least, share, i) => (share < flat[least]! ? i : least), center);
  const place = at ?? center;
  const [dx, dy] = [offsets[place % offsets.length]!, offsets[Math.floor(place / offsets.length)]!];
  const mean = flat.reduce((sum, share) => sum + share, 0) / flat.length;
  const moved = useMemo(() => pixels && movedImage(pixels, dx, dy), [pixels, dx, dy]);
  return (
    <div className={css['shifts']} aria-busy={stale}>
      <div className={css['map']}>
        <span>
          {what}, moved up {MOST}
        </span>
        <CellPicker
          image={image}
          label={`${what} at every shift`}
          at={place}
          text={`${shiftText(dx, dy)}: ${percent(flat[place]!)}`}
          cell={CELL}
          onPick={onPick}
        />
        <span>
          left {MOST} <i>down {MOST}</i> right {MOST}
        </span>
        <div className={css['legend']}>
          0 % <i style={{ background: SHARES }} /> 100 %
        </div>
      </div>
      <div className={css['figures']}>
        {moved && <Pixels image={moved} label={`The image, ${shiftText(dx, dy)}`} />}
        <p>
          {shiftText(dx, dy)}
          <b>{percent(flat[place]!)}</b>
        </p>
        <dl>
          <dt>not moved</dt>
          <dd>{percent(flat[center]!)}</dd>
          <dt>mean over shifts</dt>
          <dd>{percent(mean)}</dd>
          <dt>worst</dt>
          <dd>
            <Button look="quiet" onClick={() => onPick(worst)}>
              {percent(flat[worst]!)}
            </Button>
          </dd>
        </dl>
      </div>
    </div>
  );
}

function movedImage(pixels: Uint8Array, dx: number, dy: number) {
  const { channels, side } = formOf(pixels.length);
  return bytesImage(shiftImages(tensor('uint8', [1, channels, side, side], pixels), dx, dy).data);
}

/** A shift in words: `3 right, 2 up`. */
function shiftText(dx: number, dy: number): string {
  const parts = [
    dx !== 0 && `${Math.abs(dx)} ${dx > 0 ? 'right' : 'left'}`,
    dy !== 0 && `${Math.abs(dy)} ${dy > 0 ? 'down' : 'up'}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'not moved';
}

function Score({ trained }: { readonly trained: TrainedRun }) {
  const asked = useRunJob('evaluate', trained, SCORE);
  return (
    <Answer asked={asked} working="Moving every image">
      {(result) => <Scored result={result} />}
    </Answer>
  );
}

const SCORE = { split: 'validation', translate: MOST } as const;

function Scored({ result: { translation, samples } }: { readonly result: JobResult<'evaluate'> }) {
  const [at, setAt] = useState<number | null>(null);
  if (!translation) return <p>It was stopped.</p>;
  return (
    <>
      <p className={css['help']}>The share of {count(samples)} images that are right at each shift.</p>
      <Shifts
        offsets={translation.offsets}
        shares={translation.accuracy}
        what="right"
        at={at}
        onPick={setAt}
      />
    </>
  );
}
