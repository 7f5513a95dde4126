import type { Evaluated } from '../jobs/evaluate.js';
import { grid, table } from './printer.js';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const whole = (share: number) => String(Math.round(share * 100));
const fixed = (value: number) => value.toFixed(4);
const figure = (value: number | null) => (value === null ? '–' : Number(value.toPrecision(6)).toString());

/** An evaluation for people: figures in tables that fit a terminal. */
export function evaluationText({
  split,
  samples,
  classification,
  regression,
  translation,
}: Evaluated): string {
  return [
    `${samples.toLocaleString('en-US')} ${split === 'train' ? 'training' : 'validation'} samples`,
    ...(classification ? classText(classification) : []),
    ...(regression ?? []).map(valueText),
    ...(translation ? translationText(translation) : []),
  ].join('\n\n');
}

function classText(found: NonNullable<Evaluated['classification']>): string[] {
  const { classes, accuracy, interval, confusion, perClass, macro, weighted, calibration } = found;
  const [least, most] = interval;
  const row = (name: string, one: typeof macro) => [
    name,
    fixed(one.precision),
    fixed(one.recall),
    fixed(one.f1),
    String(one.support),
  ];
  return [
    table([
      ['accuracy', percent(accuracy)],
      ['95 % interval (Wilson)', `${percent(least)} to ${percent(most)}`],
      ...(calibration
        ? ([['expected calibration error', percent(calibration.error)]] as const)
        : ([['calibration', 'unknown: the file gives the class alone']] as const)),
    ]),
    `Confusion matrix (rows: truth, columns: prediction)\n${grid([
      ['', ...classes],
      ...confusion.map((counts, k) => [classes[k]!, ...counts.map(String)]),
    ])}`,
    grid([
      ['', 'precision', 'recall', 'F1', 'support'],
      ...perClass.map((one) => row(one.class, one)),
      row('macro mean', macro),
      row('weighted mean', weighted),
    ]),
    ...(calibration
      ? [
          grid([
            ['confidence', 'samples', 'mean confidence', 'accuracy'],
            ...calibration.bins.map(({ from, to, count, confidence, accuracy: right }) => [
              `${whole(from)} to ${whole(to)} %`,
              String(count),
              confidence === null ? '–' : percent(confidence),
              right === null ? '–' : percent(right),
            ]),
          ]),
        ]
      : []),
  ];
}

function valueText({ target, baseline, ...own }: NonNullable<Evaluated['regression']>[number]): string {
  const row = (name: string, { mae, rmse, r2 }: Pick<typeof own, 'mae' | 'rmse' | 'r2'>) => [
    name,
    figure(mae),
    figure(rmse),
    figure(r2),
  ];
  return grid([
    [target, 'MAE', 'RMSE', 'R²'],
    row('model', own),
    row(`mean of the training samples (${figure(baseline.prediction)})`, baseline),
  ]);
}

function translationText({
  offsets,
  accuracy,
  probability,
}: NonNullable<Evaluated['translation']>): string[] {
  const shifts = (title: string, shares: readonly (readonly number[])[]) =>
    `${title} (columns: pixels to the right, rows: pixels down)\n${grid([
      ['', ...offsets.map(String)],
      ...shares.map((row, i) => [String(offsets[i]), ...row.map(whole)]),
    ])}`;
  const all = accuracy.flat();
  const worst = all.indexOf(Math.min(...all));
  const [right, down] = [offsets[worst % offsets.length]!, offsets[Math.floor(worst / offsets.length)]!];
  const mean = all.reduce((sum, share) => sum + share, 0) / all.length;
  return [
    table([
      ['mean accuracy over all shifts', percent(mean)],
      ['worst shift', `${percent(all[worst]!)} at ${right} to the right, ${down} down`],
    ]),
    shifts('Accuracy in %', accuracy),
    ...(probability ? [shifts('Mean probability of the right class in %', probability)] : []),
  ];
}
