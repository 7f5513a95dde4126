import type { Backend, Tensors } from '../../backends/backend.js';
import { createReferenceBackend, evaluate } from '../../backends/reference.js';
import type { CertificateFailure } from '../../base/facts.js';
import { failure } from '../../base/problem.js';
import { z } from '../../base/zod.js';
import type { InputColumn } from '../../data/preparedTable.js';
import { summarize } from '../../nn/model/summary.js';
import type { AttributeValue, Graph, Node } from '../../tensor/graph.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { float32, tensor, type Tensor, toNumbers } from '../../tensor/tensor.js';
import type { SampleSource } from '../../train/source.js';
import { columnValues, type FileInputs } from './columns.js';
import { type Answerer, engineOutputs, type SampleBatch } from './engineOutputs.js';
import {
  exportGraph,
  type InputChoice,
  naturalOutput,
  type OutputChoice,
  type TrainedModel,
} from './exportModel.js';
import matrix from './readers.json' with { type: 'json' };

const figure = z.number();
const share = z.number().min(0).max(1);

/** The proof of an exported file, in figures. */
export const certificateSchema = z.strictObject({
  /** Samples on which the file and the engine were compared: all that validate. */
  images: z.int(),
  maxAbsDiff: figure,
  /** Share of samples with the same predicted class; null for tables. */
  labelAgreement: share.nullable(),
  engineAccuracy: share.nullable(),
  onnxAccuracy: share.nullable(),
  /** The engine against the operators' own kernels, which share no code with onnxruntime. */
  kernels: z.strictObject({ images: z.int(), maxAbsDiff: figure }),
  /** Programs that open the file, with their oldest versions. */
  readers: z.array(z.strictObject({ name: z.string(), from: z.string() })).readonly(),
});

/** The proof of an exported file, in figures. */
export type Certificate = z.output<typeof certificateSchema>;

/** The file's outputs compared with the engine's. */
export type FileComparison = Omit<Certificate, 'kernels' | 'readers'>;

/** Largest difference that still counts as the same prediction, as a share of the output's size. */
const TOLERANCE = 1e-5;

/** A file opened by onnxruntime, apart from the engine. */
export interface OpenedFile {
  readonly run: (inputs: FileInputs) => Promise<Tensors>;
  readonly dispose: () => Promise<void>;
}

/** The input and output of an exported file. */
export interface FileForm {
  readonly input: InputChoice;
  readonly output: OutputChoice;
}

/**
 * The certificate of an exported file: what it says about every one of `rows`, against what the engine says; and
 * what the engine says about a few, against the operators' own kernels.
 * @throws `certificate-failed` when they differ
 */
export async function prove(
  trained: TrainedModel,
  file: OpenedFile,
  { input, output }: FileForm,
  rows: Uint32Array,
  backend: Backend,
): Promise<Certificate> {
  const { source } = trained;
  const inFile = fileAnswers(file, { input, output }, source);
  const [ours, theirs]: [(readonly number[])[], (readonly number[])[]] = [[], []];
  await engineOutputs(trained, output, rows, backend, async (batch) => {
    const { outputs } = batch;
    ours.push(outputs);
    theirs.push(await inFile.answer(batch));
  });
  const labels = source.classNames
    ? Int32Array.from(rows, (row) => (source.targets.data as Int32Array)[row]!)
    : null;
  const engine = Float32Array.from(ours.flat());
  const summary = compare({
    engine,
    onnx: Float32Array.from(theirs.flat()),
    width: engine.length / rows.length,
    output,
    labels,
  });
  const failed = certificateFailure(summary, widestDifference(engine, theirs.flat(), TOLERANCE, source));
  if (failed) throw failure('certificate-failed/differs', failed);
  return {
    ...summary,
    kernels: await crossCheck(trained, rows, backend),
    readers: readersOf(
      operatorsOf(exportGraph(trained, input, output), input === 'columns' ? source.columns : null),
    ),
  };
}

/** An exported file that answers the samples of a source. The file stays open for its owner. */
export function fileAnswers(
  file: OpenedFile,
  { input, output }: FileForm,
  source: SampleSource,
): Pick<Answerer, 'output' | 'answer'> {
  return {
    output,
    answer: async (batch) => {
      const found = (await file.run(INPUT_VALUES[input](batch, source)))[output];
      if (!found) throw failure('certificate-failed/no-output', { output });
      return toNumbers(found);
    },
  };
}

/** Samples as a file takes them. */
const INPUT_VALUES: Readonly<Record<InputChoice, (batch: SampleBatch, source: SampleSource) => FileInputs>> =
  {
    tensor: ({ prepared }) => ({ input: prepared }),
    pixels: ({ raw }) => ({ input: channelsLast(raw) }),
    columns: ({ rows }, { columns }) => columnValues(columns!, rows),
  };

/** `[B, C, H, W]` bytes as decoders give them, `[B, H, W, C]`. */
function channelsLast({ shape, data }: Tensor) {
  const [batch, channels, height, width] = shape as readonly [number, number, number, number];
  const plane = height * width;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < batch; i++) {
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < plane; p++)
        out[(i * plane + p) * channels + c] = Number(data[(i * channels + c) * plane + p]);
    }
  }
  return tensor('uint8', [batch, height, width, channels], out);
}

/** Two runs of the same model over the same samples. */
export interface Comparison {
  /** One row of `width` numbers for each sample. */
  readonly engine: Float32Array;
  readonly onnx: Float32Array;
  readonly width: number;
  /** The kind of numbers. */
  readonly output: OutputChoice;
  /** Right class of each sample; null for tables. */
  readonly labels: Int32Array | null;
}

/** Compares what the engine and the exported file say about every sample. */
export function compare({ engine, onnx, width, output, labels }: Comparison): FileComparison {
  const images = engine.length / width;
  const maxAbsDiff = largestDifference(engine, onnx);
  if (!labels) return { images, maxAbsDiff, labelAgreement: null, engineAccuracy: null, onnxAccuracy: null };
  let [same, engineRight, onnxRight] = [0, 0, 0];
  for (let i = 0; i < images; i++) {
    const [here, there] = [engine, onnx].map((values) =>
      predicted(output, values.subarray(i * width, (i + 1) * width)),
    );
    same += Number(here === there);
    engineRight += Number(here === labels[i]);
    onnxRight += Number(there === labels[i]);
  }
  return {
    images,
    maxAbsDiff,
    labelAgreement: same / images,
    engineAccuracy: engineRight / images,
    onnxAccuracy: onnxRight / images,
  };
}

/** The largest difference between two lists of numbers; infinite where one is longer or has a NaN. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  return largest;
}

/** A difference and the largest that is allowed. */
interface Difference {
  readonly difference: number;
  readonly allowed: number;
}

/** The reason why a file does not pass; null when it does. */
export function certificateFailure(
  { images, labelAgreement }: FileComparison,
  { difference, allowed }: Difference,
): CertificateFailure | null {
  if (images === 0) return { how: 'no-samples' };
  if (!(difference <= allowed)) return { how: 'numbers', difference, allowed };
  if (labelAgreement !== null && labelAgreement < 1) return { how: 'labels', share: 1 - labelAgreement };
  return null;
}

/**
 * The difference that is largest for what is allowed: `tolerance` times the size of the numbers. The scores of classes
 * are compared with each other and have one size; each target has its own, since a price is millions and a share is not.
 */
export function widestDifference(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  tolerance: number,
  { classNames, targets, targetPipeline }: Pick<SampleSource, 'classNames' | 'targets' | 'targetPipeline'>,
): Difference {
  const units = classNames ? [1] : unitsOf(targetPipeline, targets.shape[1]!);
  const column = (all: ArrayLike<number>, at: number) =>
    Array.from(all).filter((_, i) => i % units.length === at);
  return units
    .map((unit, at): Difference => {
      const [here, there] = [column(ours, at), column(theirs, at)];
      const size = here.reduce((largest, value) => Math.max(largest, Math.abs(value)), unit);
      return { difference: largestDifference(here, there), allowed: tolerance * size };
    })
    .reduce((worst, one) => (one.difference / one.allowed > worst.difference / worst.allowed ? one : worst));
}

/** One of a model's outputs in each target's unit, as a difference. */
function unitsOf({ restore }: SampleSource['targetPipeline'], targets: number): readonly number[] {
  const b = createBuilder();
  const restored = restore(b, b.input('outputs', 'float32', [2, targets]));
  const outputs = float32(
    [2, targets],
    Array.from({ length: 2 * targets }, (_, i) => Number(i >= targets)),
  );
  const found = toNumbers(evaluate(b.build([restored]), { outputs })[restored.name]!);
  return Array.from({ length: targets }, (_, i) => Math.abs(found[targets + i]! - found[i]!));
}

/** Above which number a model with a single output means the second class. */
const SECOND_CLASS_ABOVE: Readonly<Record<Exclude<OutputChoice, 'prediction'>, number>> = {
  logits: 0,
  log_probabilities: Math.log(0.5),
  probabilities: 0.5,
  values: 0,
};

/** The class that one sample's numbers mean. */
function predicted(output: OutputChoice, values: Float32Array): number {
  if (output === 'prediction') return values[0]!;
  if (values.length === 1) return Number(values[0]! > SECOND_CLASS_ABOVE[output]);
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

/** Samples are few, since the kernels are slow: about a second's worth of multiply-adds. */
const MULT_ADDS = 200_000_000;
const MOST_SAMPLES = 32;

/** Share of the output's size by which sums in another order may differ. */
const KERNEL_TOLERANCE = 1e-4;

/**
 * A file proved by onnxruntime against an engine that runs on onnxruntime shows that nothing was lost on the way
 * to the file; this shows that onnxruntime computes what the operators mean. Asks both about the first of `rows`.
 * @throws `certificate-failed` when they differ
 */
export async function crossCheck(
  trained: TrainedModel,
  rows: Uint32Array,
  backend: Backend,
): Promise<Certificate['kernels']> {
  const affordable = Math.floor(MULT_ADDS / Math.max(1, summarize(trained.model).multAdds));
  const some = rows.subarray(0, Math.min(MOST_SAMPLES, Math.max(1, affordable)));
  const [fast, exact] = [
    await naturalOutputs(trained, some, backend),
    await naturalOutputs(trained, some, createReferenceBackend()),
  ];
  const widest = widestDifference(exact, fast, KERNEL_TOLERANCE, trained.source);
  if (!(widest.difference <= widest.allowed)) throw failure('certificate-failed/kernels', widest);
  return { images: some.length, maxAbsDiff: largestDifference(fast, exact) };
}

/** A backend's outputs for all of `rows`, in the model's natural form. */
export async function naturalOutputs(
  trained: TrainedModel,
  rows: Uint32Array,
  backend: Backend,
): Promise<number[]> {
  const found: (readonly number[])[] = [];
  await engineOutputs(trained, naturalOutput(trained), rows, backend, ({ outputs }) => {
    found.push(outputs);
  });
  return found.flat();
}

/** A program that opens exported files, and its oldest version with which `npm run readers` tries them. */
interface Reader {
  readonly name: string;
  readonly from: string;
}

/** The programs that open a file of these operators, in the order of docs/readers.md, with their oldest versions. */
export function readersOf(operators: readonly string[]): readonly Reader[] {
  const programs = matrix.readers.flatMap(({ name, version, cannot }) =>
    cannot ? [{ name, version, opens: !cannot.some((operator) => operators.includes(operator)) }] : [],
  );
  return [...new Set(programs.map(({ name }) => name))].flatMap((name) => {
    const versions = programs.filter((program) => program.name === name);
    // A later version may have lost what an earlier one had.
    const lastFailure = versions.map(({ opens }) => opens).lastIndexOf(false);
    const oldest = versions[lastFailure + 1];
    return oldest ? [{ name, from: oldest.version }] : [];
  });
}

/**
 * The operators of a file as readers tell them apart: by their numbers of axes, with each of their settings and each two
 * of them, without sizes.
 */
export function operatorsOf({ nodes }: Graph, columns: readonly InputColumn[] | null): readonly string[] {
  const operators = nodes.flatMap(described);
  // What `withColumns` puts before the graph.
  if (columns?.some(({ texts }) => texts)) operators.push('OneHotEncoder');
  if (columns?.some(({ fill }) => fill !== null)) operators.push('IsNaN');
  return [...new Set(operators)];
}

function described({ op, inputs, attributes }: Node): string[] {
  const operator = `${op} of ${inputs[0]!.shape.length} axes`;
  const settings = Object.entries(attributes).flatMap(([name, value]) => {
    const kind = kindOf(name, value);
    return kind === null ? [] : [`, ${name}=${kind}`];
  });
  const pairs = settings.flatMap((one, i) => settings.slice(i + 1).map((other) => one + other));
  return [operator, ...[...settings, ...pairs].map((some) => operator + some)];
}

/** Texts, 0 and 1 as they are, other numbers as `n`; null for lists that change nothing. */
function kindOf(name: string, value: AttributeValue): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value === 0 || value === 1 ? String(value) : 'n';
  const neutral = name.includes('pad') ? 0 : 1;
  if (value.every((number) => number === neutral)) return null;
  const half = Math.floor(value.length / 2);
  return value.every((number, i) => number === value[i % Math.max(1, half)]) ? 'n' : 'uneven';
}
