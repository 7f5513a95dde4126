import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { originProject } from '../exchange/onnx/metadata.js';
import { openFolder } from '../io/files.js';
import { readOnnx } from '../io/onnxFiles.js';
import { evaluate as evaluateJob, type Evaluated } from '../jobs/evaluate.js';
import { serializeProject } from '../project/parse.js';
import { Run } from '../runs/folder.js';
import {
  type Command,
  onlyArgument,
  printResult,
  runHere,
  textOption,
  wholeOption,
  wordOption,
} from './command.js';
import { withData } from './inputs.js';
import { grid, percent, table } from './printer.js';

/** `layerloom evaluate`. */
export const evaluate: Command = {
  name: 'evaluate',
  usage: 'evaluate DIR|FILE.onnx [--split validation|train] [--translate N] [--data PATH] [--json]',
  summary:
    'How good a run or an exported file is: accuracy, confusion matrix and calibration, or errors; with --translate, on images that are moved.',
  run: async (positionals, options, terminal) => {
    const path = onlyArgument('file or folder', positionals);
    const found = await stat(path).catch(() => null);
    const isFile = found?.isFile() ?? extname(path) === '.onnx';
    const data = textOption(options, 'data');
    const origin = async () =>
      isFile ? originProject((await readOnnx(path)).metadata, path) : new Run(openFolder(path)).project();
    const evaluated = await runHere(
      terminal,
      evaluateJob,
      {
        run: isFile ? null : path,
        file: isFile ? path : null,
        project: data === undefined ? null : serializeProject(await withData(await origin(), data, terminal)),
        split: wordOption(options, 'split', ['validation', 'train'], 'validation'),
        translate: wholeOption(options, 'translate', { min: 1, max: 64 }, null),
      },
      {
        report: ({ done, total }) => {
          if (terminal.stderr.isTTY)
            terminal.stderr.write(`\r\x1b[K${done === total ? '' : `shift ${done}/${total}`}`);
        },
      },
    );
    printResult(terminal, options, evaluated, () => evaluationText(evaluated));
    return 0;
  },
};

const whole = (share: number) => String(Math.round(share * 100));
const fixed = (value: number) => value.toFixed(4);
const figure = (value: number | null) => (value === null ? '–' : Number(value.toPrecision(6)).toString());

/** An evaluation for people: figures in tables that fit a terminal. */
function evaluationText({ split, samples, classification, regression, translation }: Evaluated): string {
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
              percent(confidence),
              percent(right),
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
