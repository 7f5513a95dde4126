import { LoomError } from '../errors.js';
import { createBuilder } from '../ops/index.js';
import { compare, whyItFails } from '../onnx/certificate.js';
import { exportGraph, naturalOutput, type InputChoice, type TrainedModel } from '../onnx/exportModel.js';
import type { Backend, Tensors } from '../backends/backend.js';
import { tensor } from '../graph/tensor.js';
import type { CertificateSummary } from './events.js';

/** A file opened by onnxruntime, apart from the engine. */
export interface OpenedFile {
  readonly run: (inputs: Tensors) => Promise<Tensors>;
  readonly dispose: () => Promise<void>;
}

/** Samples that are compared in one call. */
const BATCH = 250;

/**
 * The certificate of an exported file: what it says about every one of `rows`, against what the engine
 * says. `file` must give what the model's last layer gives.
 * @throws LoomError `certificate-failed` when they differ
 */
export async function prove(
  trained: TrainedModel,
  file: OpenedFile,
  input: InputChoice,
  rows: Uint32Array,
  backend: Backend,
): Promise<CertificateSummary> {
  const { source } = trained;
  const natural = naturalOutput(trained);
  const prepare = await backend.compile(prepareGraph(trained));
  const engine = await backend.compile(exportGraph(trained, 'tensor', natural));
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    for (let start = 0; start < rows.length; start += BATCH) {
      const raw = fetchRows(trained, rows.subarray(start, start + BATCH));
      const { prepared } = await prepare.run({ raw });
      const inputs = { input: input === 'pixels' ? channelsLast(raw) : prepared! };
      ours.push(...floats(await engine.run({ input: prepared! }), natural));
      theirs.push(...floats(await file.run(inputs), natural));
    }
  } finally {
    await prepare.dispose();
    await engine.dispose();
  }
  const labels = source.classNames
    ? Int32Array.from(rows, (row) => (source.targets.data as Int32Array)[row]!)
    : null;
  const width = ours.length / rows.length;
  const summary = compare({
    engine: Float32Array.from(ours),
    onnx: Float32Array.from(theirs),
    width,
    labels,
  });
  const failure = whyItFails(summary);
  if (failure)
    throw new LoomError('certificate-failed', `the exported file fails its certificate: ${failure}`);
  return summary;
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

function fetchRows({ source }: TrainedModel, rows: Uint32Array) {
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
function channelsLast({ shape, data }: ReturnType<typeof fetchRows>) {
  const [batch, channels, height, width] = shape as readonly [number, number, number, number];
  const plane = height * width;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < batch; i++) {
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < plane; p++)
        out[(i * plane + p) * channels + c] = data[(i * channels + c) * plane + p]!;
    }
  }
  return tensor('uint8', [batch, height, width, channels], out);
}

function floats(outputs: Tensors, name: string): Float32Array {
  const found = outputs[name];
  if (found?.dtype !== 'float32')
    throw new LoomError('certificate-failed', `the file has no output "${name}"`);
  return found.data as Float32Array;
}
