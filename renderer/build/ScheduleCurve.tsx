import { resolveParams } from '../../engine/base/fields.js';
import { numberText } from '../../engine/base/numbers.js';
import { savedLearningRate } from '../../engine/nn/optimizers/index.js';
import { scheduleOf } from '../../engine/nn/schedules/index.js';
import { rateAt, warmUp } from '../../engine/nn/schedules/warmUp.js';
import type { Project } from '../../engine/project/schema.js';
import css from './build.module.css';

type Training = Project['training'];

/** Size of the drawing and number of its points. */
const [WIDTH, HEIGHT, POINTS] = [240, 56, 240];
/** Steps of an epoch in the drawing: enough for the curve of a schedule that changes in every step. */
const STEPS_PER_EPOCH = 100;

/** The learning rate over a run, drawn; a sentence if it depends on the losses to come. */
export function ScheduleCurve({ training }: { readonly training: Training }) {
  const rates = plannedRates(training);
  if (!rates) return <p className={css['curveNote']}>The rates depend on the losses of the run.</p>;
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const y = (rate: number) => (most === least ? HEIGHT / 2 : HEIGHT * (1 - (rate - least) / (most - least)));
  const points = rates.map((rate, i) => `${(i / (rates.length - 1)) * WIDTH},${y(rate).toFixed(1)}`);
  const [first, last, top] = [rates[0]!, rates.at(-1)!, most].map((rate) => numberText(rounded(rate)));
  return (
    <figure
      className={css['curve']}
      aria-label={`Learning rate from ${first} to ${last}, at most ${top}, over ${training.epochs} epochs`}
    >
      <span>{top}</span>
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" aria-hidden>
        <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>epoch 1: {first}</span>
        <span>
          {training.epochs}: {last}
        </span>
      </figcaption>
    </figure>
  );
}

/** Learning rates at equal distances over a run; null if they depend on the losses. */
export function plannedRates({
  schedule,
  warmUp: saved,
  optimizer,
  epochs,
}: Training): readonly number[] | null {
  const definition = schedule && scheduleOf(schedule.type);
  if (definition?.followsLoss) return null;
  const plan = {
    base: savedLearningRate(optimizer),
    schedule: definition ? { definition, params: resolveParams(definition.params, schedule) } : undefined,
    warmUp: saved && resolveParams(warmUp.params, saved),
  };
  const steps = epochs * STEPS_PER_EPOCH;
  return Array.from({ length: POINTS }, (_, i) => {
    const step = Math.round((i / (POINTS - 1)) * (steps - 1));
    const epoch = Math.floor(step / STEPS_PER_EPOCH);
    return rateAt(plan, { epoch, step, epochs, steps, losses: [] });
  });
}

/** A rate with three digits. */
const rounded = (rate: number) => Number(rate.toPrecision(3));
