import { failure } from '../base/problem.js';
import { compare, whyItFails } from '../exchange/onnx/certificate.js';
import type { InputChoice, OutputChoice, TrainedModel } from '../exchange/onnx/exportModel.js';
import type { Backend, Tensors } from '../backends/backend.js';
import { float32, numel, tensor, toNumbers, type Tensor } from '../tensor/tensor.js';
import { askEngine } from './askEngine.js';
import { crossCheck, naturalOutputs } from './crossCheck.js';
import type { CertificateSummary } from './export.js';

/** A file opened by onnxruntime, apart from the engine. */
export interface OpenedFile {
  readonly run: (inputs: Tensors) => Promise<Tensors>;
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
): Promise<CertificateSummary> {
  const { source } = trained;
  const [ours, theirs]: [(readonly number[])[], (readonly number[])[]] = [[], []];
  await askEngine(trained, output, rows, backend, async ({ raw, prepared, outputs }) => {
    ours.push(outputs);
    const found = (await file.run({ input: input === 'pixels' ? channelsLast(raw) : prepared }))[output];
    if (!found) throw failure('certificate-failed/no-output', { output });
    theirs.push(toNumbers(found));
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
  const failed = whyItFails(summary);
  if (failed) throw failure('certificate-failed/differs', failed);
  return { ...summary, kernels: await crossCheck(trained, rows, backend) };
}

/** Samples whose outputs are noted in a file, so that damage to its weights can be told in numbers. */
const NOTED = Uint32Array.from({ length: 8 }, (_, row) => row);

/** The engine's outputs for made-up samples; those for real ones could give away the data. */
export function notedOutputs(trained: TrainedModel, backend: Backend): Promise<readonly number[]> {
  const { source } = trained;
  const shape = [NOTED.length, ...source.samples.shape.slice(1)];
  const bytes = Uint8Array.from({ length: numel(shape) }, (_, i) => (i * 37) % 256);
  const samples =
    source.samples.dtype === 'uint8'
      ? tensor('uint8', shape, bytes)
      : float32(shape, Float32Array.from(bytes));
  return naturalOutputs({ ...trained, source: { ...source, samples } }, NOTED, backend);
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
