import { LoomError } from '../errors.js';
import { createBuilder } from '../ops/index.js';
import { compare, whyItFails } from '../onnx/certificate.js';
import {
  exportGraph,
  naturalOutput,
  type InputChoice,
  type OutputChoice,
  type TrainedModel,
} from '../onnx/exportModel.js';
import type { Backend, Tensors } from '../backends/backend.js';
import { tensor, toNumbers, type Tensor } from '../graph/tensor.js';
import type { CertificateSummary } from './events.js';

/** A file opened by onnxruntime, apart from the engine. */
export interface OpenedFile {
  readonly run: (inputs: Tensors) => Promise<Tensors>;
  readonly dispose: () => Promise<void>;
}

/** What an exported file takes and gives. */
export interface FileForm {
  readonly input: InputChoice;
  readonly output: OutputChoice;
}

/** Samples that are compared in one call. */
const BATCH = 250;

/**
 * The certificate of an exported file: what it says about every one of `rows`, against what the engine says.
 * @throws LoomError `certificate-failed` when they differ
 */
export async function prove(
  trained: TrainedModel,
  file: OpenedFile,
  { input, output }: FileForm,
  rows: Uint32Array,
  backend: Backend,
): Promise<CertificateSummary> {
  const { source } = trained;
  const [ours, theirs]: [number[], number[]] = [[], []];
  await runEngine(trained, output, rows, backend, async ({ raw, prepared, outputs }) => {
    ours.push(...outputs);
    const found = (await file.run({ input: input === 'pixels' ? channelsLast(raw) : prepared }))[output];
    if (!found) throw new LoomError('certificate-failed', `the file has no output "${output}"`);
    theirs.push(...toNumbers(found));
  });
  const labels = source.classNames
    ? Int32Array.from(rows, (row) => (source.targets.data as Int32Array)[row]!)
    : null;
  const summary = compare({
    engine: Float32Array.from(ours),
    onnx: Float32Array.from(theirs),
    width: ours.length / rows.length,
    output,
    labels,
  });
  const failure = whyItFails(summary);
  if (failure)
    throw new LoomError('certificate-failed', `the exported file fails its certificate: ${failure}`);
  return summary;
}

/** Samples whose outputs are noted in a file, so that damage to its weights can be told in numbers. */
const NOTED = 32;

/** What the engine says about the first of `rows`. */
export async function notedOutputs(
  trained: TrainedModel,
  rows: Uint32Array,
  backend: Backend,
): Promise<readonly number[]> {
  const found: number[] = [];
  const natural = naturalOutput(trained);
  await runEngine(trained, natural, rows.subarray(0, NOTED), backend, ({ outputs }) => {
    found.push(...outputs);
  });
  return found;
}

/** Some samples as they are stored, after the transforms, and what the engine says about them. */
interface EngineBatch {
  readonly raw: Tensor;
  readonly prepared: Tensor;
  readonly outputs: readonly number[];
}

async function runEngine(
  trained: TrainedModel,
  output: OutputChoice,
  rows: Uint32Array,
  backend: Backend,
  use: (batch: EngineBatch) => void | Promise<void>,
): Promise<void> {
  const prepare = await backend.compile(prepareGraph(trained));
  const engine = await backend.compile(exportGraph(trained, 'tensor', output));
  try {
    for (let start = 0; start < rows.length; start += BATCH) {
      const raw = fetchRows(trained, rows.subarray(start, start + BATCH));
      const prepared = (await prepare.run({ raw }))['prepared']!;
      const outputs = toNumbers((await engine.run({ input: prepared }))[output]!);
      await use({ raw, prepared, outputs });
    }
  } finally {
    await prepare.dispose();
    await engine.dispose();
  }
}

/** The transforms alone, as a graph. */
function prepareGraph({ source }: TrainedModel) {
  const b = createBuilder();
  const raw = b.input('raw', source.samples.dtype, ['batch', ...source.samples.shape.slice(1)]);
  const prepared = source.transform(b, raw);
  const graph = b.build([prepared]);
  const named = { ...prepared, name: 'prepared' };
  const nodes = graph.nodes.map((node) => ({
    ...node,
    outputs: node.outputs.map((output) => (output === prepared ? named : output)),
  }));
  return { ...graph, nodes, outputs: [named] };
}

function fetchRows({ source }: TrainedModel, rows: Uint32Array): Tensor {
  const { samples } = source;
  const width = samples.data.length / samples.shape[0]!;
  const shape = [rows.length, ...samples.shape.slice(1)];
  const copy = (data: Uint8Array | Float32Array | Float64Array, out: Uint8Array | Float32Array) => {
    rows.forEach((row, i) => out.set(data.subarray(row * width, (row + 1) * width), i * width));
    return out;
  };
  return samples.dtype === 'uint8'
    ? tensor('uint8', shape, copy(samples.data, new Uint8Array(rows.length * width)) as Uint8Array)
    : tensor('float32', shape, copy(samples.data, new Float32Array(rows.length * width)) as Float32Array);
}

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
