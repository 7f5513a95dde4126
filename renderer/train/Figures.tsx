import { numberText } from '../../engine/base/numbers.js';
import { isActive, type ShownRun } from '../state/training.js';
import { count, duration, loss, percent } from '../ui/format.js';
import { bestAccuracy } from './curves.js';
import css from './train.module.css';

/** A run's key metrics. */
export function Figures({ shown: { live, epochs } }: { readonly shown: ShownRun }) {
  const last = epochs.at(-1);
  const progress = live?.progress;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const figures: readonly (readonly [string, string | null])[] = [
    ['Training loss', figure(last?.trainLoss, loss)],
    ['Validation loss', figure(last?.validationLoss, loss)],
    ['Validation accuracy', figure(last?.validationAccuracy, percent)],
    ['Best accuracy', figure(bestAccuracy(epochs), percent)],
    [progress ? `Step of ${count(progress.stepsTotal)}` : 'Step', figure(progress?.stepsDone, count)],
    ['Samples/s', figure(progress?.imagesPerSecond, (rate) => count(Math.round(rate)))],
    ['Learning rate', figure(progress?.learningRate, numberText)],
    isActive(live)
      ? ['Time left', figure(progress?.secondsLeft, duration)]
      : ['Time', figure(seconds, duration)],
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

/** A formatted number; null if it is unknown. */
function figure(value: number | null | undefined, text: (value: number) => string): string | null {
  return value == null ? null : text(value);
}
