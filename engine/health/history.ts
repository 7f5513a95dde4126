import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';
import { float32, tensor } from '../tensor/tensor.js';
import type { Distribution } from './histogram.js';

/** The distributions of a model's numbers at a moment of training. */
export interface HealthRecord {
  /** Completed steps. */
  readonly step: number;
  /** Of each parameter, in the model's order. */
  readonly weights: readonly Distribution[];
  /** Of the loss's gradient in each parameter, on samples that train. */
  readonly gradients: readonly Distribution[];
  /** Of each layer's output, on samples that validate. */
  readonly activations: readonly Distribution[];
  /** Of each layer: the share of units whose activation function was flat for every sample, and that of outputs. */
  readonly flatUnits: readonly (number | null)[];
  readonly flatOutputs: readonly (number | null)[];
}

/** The distributions of a model's numbers over training. */
export interface HealthHistory {
  readonly stepsPerEpoch: number;
  /** Names of the parameters. */
  readonly parameters: readonly string[];
  /** Names of the layers. */
  readonly layers: readonly string[];
  /** In the order of their steps. */
  readonly records: readonly HealthRecord[];
}

/** Records that are kept: a file of about a megabyte for a model of two layers. */
const MOST_RECORDS = 128;

/** A step whose record is always kept: early ones, where most changes, are powers of two. */
export const isEarly = (step: number): boolean => step === 0 || Number.isInteger(Math.log2(step));

/** A history with one more record; beyond the limit, without the one whose neighbors are closest together. */
export function withRecord(history: HealthHistory, record: HealthRecord): HealthHistory {
  const records = [...history.records, record];
  if (records.length <= MOST_RECORDS) return { ...history, records };
  let [dispensable, smallest] = [1, Infinity];
  for (let i = 1; i < records.length - 1; i++) {
    const gap = records[i + 1]!.step - records[i - 1]!.step;
    if (isEarly(records[i]!.step) || gap >= smallest) continue;
    [dispensable, smallest] = [i, gap];
  }
  return { ...history, records: records.filter((_, i) => i !== dispensable) };
}

const METADATA_KEY = 'layerloom-health';

const headerSchema = z.object({
  version: z.literal(1),
  stepsPerEpoch: z.int().min(1),
  parameters: z.array(z.string()),
  layers: z.array(z.string()),
});

/** Figures of a distribution in a file, beside its bins. */
const FIGURES = ['least', 'most', 'mean', 'rms'] as const;

const distributionsOf = (record: HealthRecord) => [
  ...record.weights,
  ...record.gradients,
  ...record.activations,
];

const ints = (values: readonly number[] | Int32Array) =>
  tensor('int32', [values.length], Int32Array.from(values));

/** Encodes a history as a safetensors file. */
export function encodeHealth({ records, ...header }: HealthHistory): Uint8Array {
  const all = records.flatMap(distributionsOf);
  const shares = records.flatMap(({ flatUnits, flatOutputs }) =>
    [...flatUnits, ...flatOutputs].map((share) => share ?? NaN),
  );
  const joined = (part: 'bins' | 'counts') => ints(all.flatMap((one) => Array.from(one[part])));
  const figures = all.flatMap((one) => FIGURES.map((name) => one[name]));
  return writeSafetensors(
    {
      steps: ints(records.map(({ step }) => step)),
      lengths: ints(all.map(({ bins }) => bins.length)),
      bins: joined('bins'),
      counts: joined('counts'),
      figures: float32([all.length, FIGURES.length], Float32Array.from(figures)),
      flat: float32([records.length, 2 * header.layers.length], Float32Array.from(shares)),
    },
    { [METADATA_KEY]: JSON.stringify({ version: 1, ...header }) },
  );
}

/** Decodes what `encodeHealth` wrote. Throws `bad-checkpoint` when it is damaged. */
export function decodeHealth(bytes: Uint8Array): HealthHistory {
  const { tensors, metadata } = readSafetensors(bytes);
  const { version: _, ...header } = headerOf(metadata[METADATA_KEY]);
  const numbers = (name: string, dtype: 'int32' | 'float32', length: number | null) => {
    const found = tensors[name];
    if (found?.dtype !== dtype || (length !== null && found.data.length !== length)) throw foreign();
    return found.data;
  };
  const steps = numbers('steps', 'int32', null) as Int32Array;
  const { parameters, layers } = header;
  const perRecord = 2 * parameters.length + layers.length;
  const all = steps.length * perRecord;
  const lengths = numbers('lengths', 'int32', all) as Int32Array;
  let total = 0;
  const ends = Array.from(lengths, (length) => (total += length));
  const bins = numbers('bins', 'int32', total) as Int32Array;
  const counts = numbers('counts', 'int32', total) as Int32Array;
  const figures = numbers('figures', 'float32', all * FIGURES.length) as Float32Array;
  const flat = numbers('flat', 'float32', steps.length * 2 * layers.length) as Float32Array;
  const distribution = (at: number): Distribution => {
    const [from, to] = [ends[at]! - lengths[at]!, ends[at]!];
    const own = counts.subarray(from, to);
    const [least, most, mean, rms] = FIGURES.map((_, i) => figures[at * FIGURES.length + i]!);
    return {
      bins: bins.subarray(from, to),
      counts: own,
      count: own.reduce((sum, count) => sum + count, 0),
      ...{ least: least!, most: most!, mean: mean!, rms: rms! },
    };
  };
  const many = (first: number, names: readonly string[]) => names.map((_, i) => distribution(first + i));
  const shares = (first: number) =>
    layers.map((_, i) => (Number.isNaN(flat[first + i]) ? null : flat[first + i]!));
  return {
    ...header,
    records: Array.from(steps, (step, i) => ({
      step,
      weights: many(i * perRecord, parameters),
      gradients: many(i * perRecord + parameters.length, parameters),
      activations: many(i * perRecord + 2 * parameters.length, layers),
      flatUnits: shares(i * 2 * layers.length),
      flatOutputs: shares((2 * i + 1) * layers.length),
    })),
  };
}

function headerOf(text: string | undefined) {
  try {
    return headerSchema.parse(JSON.parse(text ?? ''));
  } catch {
    throw foreign();
  }
}

const foreign = () => failure('bad-checkpoint/health', {});
