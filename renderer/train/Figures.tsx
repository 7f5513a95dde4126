import { numberText } from '../../engine/base/numbers.js';
import { isActive, type ShownRun } from '../state/training.js';
import { count, duration, loss, percent } from '../ui/format.js';
import { bestAccuracy } from './curves.js';
import css from './train.module.css';

/** A run in figures. */
export function Figures({ shown: { live, epochs } }: { readonly shown: ShownRun }) {
  const last = epochs.at(-1);
  const progress = live?.progress;
  const best = bestAccuracy(epochs);
  const figures: readonly (readonly [string, string | null])[] = [
    ['Training loss', last?.trainLoss != null ? loss(last.trainLoss) : null],
    ['Validation loss', last?.validationLoss != null ? loss(last.validationLoss) : null],
    ['Validation accuracy', last?.validationAccuracy != null ? percent(last.validationAccuracy) : null],
    ['Best accuracy', best === null ? null : percent(best)],
    [
      progress ? `Step of ${count(progress.stepsTotal)}` : 'Step',
      progress ? count(progress.stepsDone) : null,
    ],
    ['Samples a second', progress ? count(Math.round(progress.imagesPerSecond)) : null],
    ['Learning rate', progress ? numberText(progress.learningRate) : null],
    [
      isActive(live) ? 'Time left' : 'Time',
      isActive(live)
        ? progress
          ? duration(progress.secondsLeft)
          : null
        : duration(epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
    ],
  ];
  return (
    <dl className={css['figures']}>
      {figures
        .filter(([, value]) => value !== null || isActive(live))
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
    </dl>
  );
}
