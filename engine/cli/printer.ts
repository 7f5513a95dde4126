import { numberText } from '../base/numbers.js';
import type { ProblemCode } from '../base/problem.js';
import type { RegressionFigures } from '../evaluate/regression.js';
import type { Certificate } from '../exchange/onnx/certificate.js';
import type { StartEvent, TrainEvent, TrainResult } from '../jobs/train.js';
import { messageOf, visible } from '../text/index.js';
import type { EpochEvent, ProgressEvent } from '../train/events.js';
import type { Baseline } from '../train/regression.js';
import type { Command, Terminal } from './command.js';

/** Shows how training goes. */
export interface Printer {
  readonly progress: (event: TrainEvent) => void;
  readonly done: (result: TrainResult) => void;
}

/** Prints JSON lines, or text with a progress line where stderr is a terminal. */
export function createPrinter(
  command: Pick<Command, 'name' | 'usage'>,
  json: boolean,
  terminal: Terminal,
): Printer {
  const printJson = (value: object) => terminal.stdout.write(`${JSON.stringify(value)}\n`);
  return json
    ? {
        progress: (event) => {
          // Steps in between are for windows, and findings are said at the end.
          if (event.event === 'progress' || event.event === 'findings') return;
          printJson(event.event === 'note' ? { event: 'note', message: messageOf(event.note) } : event);
        },
        done: ({ exported, advice, ...result }) => {
          const { onnx = null, certificate = null, file = null } = exported ?? {};
          for (const note of advice) printJson({ event: 'note', message: messageOf(note) });
          printJson({ event: 'done', ...result, onnx, certificate, file });
        },
      }
    : createTextPrinter(command, terminal);
}

function createTextPrinter(command: Pick<Command, 'name' | 'usage'>, { stdout, stderr }: Terminal): Printer {
  let total = 0;
  const say = (text: string) => {
    if (stderr.isTTY) stderr.write('\r\x1b[K');
    stdout.write(`${text}\n`);
  };
  const show: { readonly [K in TrainEvent['event']]: (event: Extract<TrainEvent, { event: K }>) => void } = {
    start: (event) => {
      total = event.epochs;
      say(startText(event));
    },
    step: ({ step, loss }) => say(`step ${step}  loss ${loss.toFixed(6)}`),
    progress: (event) => {
      if (stderr.isTTY) stderr.write(`\r\x1b[K${progressText(event, total)}`);
    },
    epoch: (event) => {
      if (worthALine(event.epoch, total)) say(epochText(event, total));
    },
    findings: () => undefined,
    note: ({ note }) => {
      for (const line of [messageOf(note), ...hintsOf(note.code, command)]) say(`note: ${line}`);
    },
  };
  return {
    progress: (event) => (show[event.event] as (event: TrainEvent) => void)(event),
    done: (result) => {
      say(doneText(result));
      for (const note of result.advice) show.note({ event: 'note', note });
    },
  };
}

/** Long runs of short epochs print about a hundred lines. */
function worthALine(epoch: number, total: number): boolean {
  return epoch === 1 || epoch === total || epoch % Math.max(1, Math.round(total / 100)) === 0;
}

const count = (value: number) => value.toLocaleString('en-US');
/** A share as a percentage; a dash for none. */
export const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);
/** A loss with six digits; a dash for none. */
export const figure = (value: number | null) => (value === null ? '–' : value.toFixed(6));

function startText(event: StartEvent): string {
  const resumed = event.epochsDone > 0 ? `, ${count(event.epochsDone)} of them done` : '';
  return (
    `${count(event.parameters)} parameters, ${count(event.trainCount)} training and ${count(event.validationCount)} validation samples, ` +
    `${count(event.stepsPerEpoch)} steps an epoch, ${count(event.epochs)} epochs${resumed}; ${event.backend}, ${event.threads} threads` +
    (event.baseline ? `\n${baselineText(event.baseline)}` : '')
  );
}

function baselineText({ loss, targets }: Baseline): string {
  const rows = targets.map(({ target, prediction, ...figures }) => [
    `baseline: ${target} is always ${significant(prediction)}`,
    `loss ${figure(loss)}  ${figuresText(figures)}`,
  ]);
  return table(rows as [string, string][]);
}

const significant = (value: number | null) =>
  value === null ? '–' : numberText(Number(value.toPrecision(4)));

const figuresText = ({ mae, rmse, r2 }: RegressionFigures) =>
  `MAE ${significant(mae)}  RMSE ${significant(rmse)}  R² ${significant(r2)}`;

function progressText(event: ProgressEvent, total: number): string {
  const loss = event.losses.at(-1) ?? NaN;
  return (
    `epoch ${event.epoch}/${total}  step ${count(event.stepsDone)}/${count(event.stepsTotal)}  loss ${loss.toFixed(4)}  ` +
    `${count(Math.round(event.imagesPerSecond))} samples/s  ${duration(event.secondsLeft)} left`
  );
}

function epochText(event: EpochEvent, total: number): string {
  const width = String(total).length;
  const quality =
    event.regression?.map(figuresText).join(' / ') ?? `accuracy ${percent(event.validationAccuracy)}`;
  return (
    `epoch ${String(event.epoch).padStart(width)}/${total}  train loss ${figure(event.trainLoss)}  ` +
    `validation loss ${figure(event.validationLoss)}  ${quality}  ` +
    `${count(Math.round(event.imagesPerSecond))} samples/s`
  );
}

function doneText({ reason, epochs, seconds, out, exported }: TrainResult): string {
  return table([
    ['result', `${reason} after ${epochs} epochs, ${duration(seconds)}`],
    ['run', out],
    ['file', exported?.onnx ?? 'not exported'],
    ...(exported ? certificateRows(exported.certificate) : []),
  ]);
}

/** The rows of a certificate for people. */
export function certificateRows(certificate: Certificate): [string, string][] {
  const { kernels } = certificate;
  const readers = certificate.readers.map(({ name, from }) => `${name} ${from}`).join(', ');
  const rows: [string, string][] = [
    ['samples compared', count(certificate.images)],
    ['largest difference', certificate.maxAbsDiff.toExponential(2)],
    ['from our own kernels', `${kernels.maxAbsDiff.toExponential(2)} on ${count(kernels.images)} samples`],
    ['same label', percent(certificate.labelAgreement)],
    [
      'accuracy',
      `${percent(certificate.engineAccuracy)} here, ${percent(certificate.onnxAccuracy)} in the file`,
    ],
  ];
  return readers === '' ? rows : [...rows, ['opens in', `${readers}, and later`]];
}

/** Two aligned columns. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => visible(label).length));
  return rows.map(([label, value]) => `${visible(label).padEnd(width)}  ${visible(value)}`).join('\n');
}

/** Aligned columns of text: the first to the left, figures to the right. */
export function grid(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(visible));
  const widths = shown[0]!.map((_, column) => Math.max(...shown.map((row) => row[column]!.length)));
  const align = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!);
  return shown.map((row) => row.map(align).join('  ')).join('\n');
}

/** A time in two units at most. It is rounded before it is split, or 119.6 s would be "1 min 60 s". */
export function duration(seconds: number): string {
  const tenths = seconds.toFixed(1);
  if (Number(tenths) < 60) return `${tenths} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Advice on a problem, for all commands or by command. */
type Hint = string | { readonly [command: string]: string };

const FETCH = 'Download it with "layerloom data fetch", or with "npm run setup" in a checkout.';

/** Advice with command-line options, which the catalog's sentences don't mention because the window shows them too. */
const HINTS: { readonly [C in ProblemCode]?: Hint } = {
  'io/file-exists': 'Overwrite it with --force, or choose another file with --out.',
  'io/run-exists': 'Continue it with --resume, or choose another folder with --out.',
  'io/unwritable-folder': 'Choose another folder with --out.',
  'missing-data/table': 'Give its file with --data FILE.',
  'missing-data/cifar10': FETCH,
  'bad-data/cifar10-file': FETCH,
  'bad-data/cifar10-size': FETCH,
  'bad-data/cifar10-label': FETCH,
  'missing-data/download': 'Use a copy that you have with "layerloom data fetch ARCHIVE.tar.gz".',
  'bad-checkpoint/none': 'Train without --resume first.',
  'bad-checkpoint/other-figures':
    'To go on with it, write the seed into the project file (training.seed) and resume without --seed. To start over, train without --resume.',
  'bad-checkpoint/other-run': 'To start over, train without --resume.',
  'advice/epochs-done': 'Request more with --epochs.',
  'advice/chosen-encoding': 'Choose another with --encoding NAME.',
  'bad-data/names-encoding': 'Choose another with --encoding NAME.',
  'bad-data/table-broken-text': 'Choose another encoding with --encoding NAME.',
  'advice/chosen-target': 'Choose another with --target COLUMN.',
  'advice/columns-unused': 'Choose the inputs with --inputs COLUMN,COLUMN.',
  'advice/row-numbers': 'Leave it out with --inputs COLUMN,COLUMN.',
  'bad-data/images-transparent': 'Choose the color with --background white or --background black.',
  'advice/chosen-values': 'Choose that with --task classes.',
  'advice/chosen-form': 'Choose another size with --size N.',
  'advice/chosen-labels': 'Choose them with --labels NAME.',
  'bad-data/classes-like-splits': 'To make them classes all the same, use --labels Folders.',
  'bad-data/classes-in-classes': 'Choose with --labels Folders or --labels "Inner folders".',
  'bad-data/classes-like-parts': 'To make them classes all the same, use --labels Folders.',
  'bad-data/table-thousands': 'Choose it with --decimal comma or --decimal point.',
  'bad-data/table-rows-omitted': 'To fill empty cells, use --missing fill.',
  'bad-data/table-used-rows': { new: 'To fill empty cells, use --missing fill.' },
  'bad-project/not-json': { train: 'To train on data, make a project of them first: layerloom new PATH.' },
  'bad-data/empty-split': { evaluate: 'Judge it on the samples that train with --split train.' },
  'bad-argument/pixels': 'Export with --input tensor.',
  'bad-onnx/foreign': {
    verify: 'Give the project to compare it with: --project FILE.loom.',
    predict: 'Only files exported by Layerloom can be used for prediction.',
  },
};

/** Problems for which the command's usage is shown. */
const USAGE_HELPS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'bad-argument/unknown-option',
  'bad-argument/no-value',
  'bad-argument/unwanted-value',
  'bad-argument/missing-option',
  'bad-argument/count',
]);

/** Lines that a command adds to a problem's sentence; may be empty. */
export function hintsOf(
  code: ProblemCode,
  { name, usage }: Pick<Command, 'name' | 'usage'>,
): readonly string[] {
  const hint = HINTS[code];
  const advice = typeof hint === 'object' ? hint[name] : hint;
  return [
    ...(advice === undefined ? [] : [advice]),
    ...(USAGE_HELPS.has(code) ? [`Usage: layerloom ${usage}`] : []),
  ];
}
