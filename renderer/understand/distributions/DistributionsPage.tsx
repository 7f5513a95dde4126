import { type PointerEvent, useMemo, useState } from 'react';
import type { JobResult } from '../../../engine/jobs/index.js';
import type { TrainedRun } from '../../state/understand.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { measured, percent } from '../../ui/format.js';
import { Pixels } from '../../ui/Pixels.js';
import { Segments } from '../../ui/controls.js';
import { Answer, PageActions, useRunJob } from '../Answer.js';
import { mapImage, SHARES } from '../colors.js';
import css from './distributions.module.css';

const PARTS = [
  { value: 'weights', label: 'Weights', scale: 'linear' },
  { value: 'gradients', label: 'Gradients', scale: 'log' },
  { value: 'activations', label: 'Activations', scale: 'linear' },
] as const;
type Part = (typeof PARTS)[number]['value'];

const SCALES = [
  { value: 'linear', label: 'Values' },
  { value: 'log', label: 'Magnitudes' },
] as const;
type Scale = (typeof SCALES)[number]['value'];

const ABOUT: Readonly<Record<Part, string>> = {
  weights: 'Each layer’s weights and biases; while training, a sample of the largest.',
  gradients: 'The loss’s gradient in each parameter, on the same few training samples every time.',
  activations: 'Each layer’s outputs, for the same few validation samples every time.',
};

type Found = JobResult<'distributions'>;
type Series = Found['series'][number];

/** The distributions of a model's weights, gradients and activations over training. */
export function DistributionsPage({ trained }: { readonly trained: TrainedRun }) {
  const [part, setPart] = useState<Part>('weights');
  const [scales, setScales] = useState<Readonly<Partial<Record<Part, Scale>>>>({});
  const scale = scales[part] ?? PARTS.find(({ value }) => value === part)!.scale;
  const asked = useRunJob('distributions', trained, { part, scale });
  return (
    <>
      <PageActions>
        <Segments label="Numbers" value={part} options={PARTS} onChange={setPart} />
        <Segments
          label="Axis"
          value={scale}
          options={SCALES}
          onChange={(next) => setScales({ ...scales, [part]: next })}
        />
      </PageActions>
      <Answer asked={asked} working="Reading the run">
        {(found) => <Strips found={found} about={ABOUT[part]} scale={scale} />}
      </Answer>
    </>
  );
}

interface StripsProps {
  readonly found: Found;
  readonly about: string;
  readonly scale: Scale;
}

/** Each parameter or layer over training, with the figures at a moment; the last unless another is chosen. */
function Strips({ found: { epochs, series }, about, scale }: StripsProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  if (epochs.length === 0) {
    return (
      <EmptyState
        title="This run kept no distributions"
        text="It was trained with an earlier version of Layerloom. New runs keep them."
      />
    );
  }
  const last = epochs.length - 1;
  const at = Math.min(chosen ?? last, last);
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <p>
          {about} From left to right, training; the brighter, the more of the numbers.{' '}
          <i style={{ background: SHARES }} aria-hidden />
        </p>
        <label>
          {momentText(epochs[at]!)}
          <input
            type="range"
            aria-label="Moment"
            min={0}
            max={last}
            value={at}
            onChange={(event) => setChosen(Number(event.target.value))}
          />
        </label>
      </div>
      {series.map((one) => (
        <Strip key={one.name} of={one} scale={scale} at={at} moments={last + 1} choose={setChosen} />
      ))}
    </div>
  );
}

const momentText = (epoch: number): string =>
  epoch === 0 ? 'Before training' : `Epoch ${epoch.toLocaleString('en-US', { maximumFractionDigits: 2 })}`;

interface StripProps {
  readonly of: Series;
  readonly scale: Scale;
  /** The chosen moment. */
  readonly at: number;
  readonly moments: number;
  readonly choose: (moment: number) => void;
}

/** One parameter's or layer's numbers over training. */
function Strip({ of, scale, at, moments, choose }: StripProps) {
  const { name, from, to, cells, rows } = of;
  const image = useMemo(() => mapImage(brightened(cells, rows, moments), moments, 1), [cells, rows, moments]);
  const chooseAt = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    choose(Math.min(moments - 1, Math.max(0, Math.floor(((clientX - left) / width) * moments))));
  };
  return (
    <section className={css['strip']} aria-label={name}>
      <h3>{name}</h3>
      <div className={css['axis']} aria-hidden>
        <span>{axisText(to, scale)}</span>
        <span>{axisText(from, scale)}</span>
      </div>
      <div className={css['picture']} onPointerMove={chooseAt}>
        <Pixels
          image={image}
          label={`${name} over training, from ${axisText(from, scale)} to ${axisText(to, scale)}`}
        />
        <i style={{ left: `${((at + 0.5) / moments) * 100}%` }} />
      </div>
      <dl>
        <Figure name="mean" value={measured(of.mean[at]!)} />
        <Figure name="RMS" value={measured(of.rms[at]!)} />
        <Figure name="range" value={`${measured(of.least[at]!)} … ${measured(of.most[at]!)}`} />
        {of.zeros[at]! > 0 && <Figure name="zero" value={percent(of.zeros[at]!)} />}
        {of.flat[at] != null && <Figure name="saturated" value={percent(of.flat[at])} />}
      </dl>
    </section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const axisText = (value: number, scale: Scale): string =>
  scale === 'log' ? `1e${Math.round(value)}`.replace('-', '−') : measured(Number(value.toPrecision(2)));

/** Shares as brightness, each column by its own brightest; the square root shows tails. */
function brightened(cells: Float32Array, rows: number, columns: number): Float32Array {
  const most = new Float32Array(columns);
  cells.forEach((share, i) => (most[i % columns] = Math.max(most[i % columns]!, share)));
  return cells.map((share, i) => Math.sqrt(share / (most[i % columns]! || 1)));
}
