import type { Backend } from '../backends/backend.js';
import { tensor, toNumbers, type Tensor } from '../graph/tensor.js';
import { exportGraph, type OutputChoice, type TrainedModel } from '../onnx/exportModel.js';
import { createBuilder } from '../ops/index.js';

/** Samples that are asked about in one call. */
const BATCH = 250;

/** Some samples as they are stored, after the transforms, and what the engine says about them. */
interface EngineBatch {
  readonly raw: Tensor;
  readonly prepared: Tensor;
  readonly outputs: readonly number[];
}

/** What the engine says about `rows`, in batches: a trained model's transforms and forward pass. */
export async function askEngine(
  trained: TrainedModel,
  output: OutputChoice,
  rows: Uint32Array,
  backend: Backend,
  use: (batch: EngineBatch) => void | Promise<void>,
): Promise<void> {
  const transforms = prepareGraph(trained);
  const prepare = transforms && (await backend.compile(transforms));
  const engine = await backend.compile(exportGraph(trained, 'tensor', output));
  try {
    for (let start = 0; start < rows.length; start += BATCH) {
      const raw = fetchRows(trained, rows.subarray(start, start + BATCH));
      const prepared = prepare ? (await prepare.run({ raw }))['prepared']! : raw;
      const outputs = toNumbers((await engine.run({ input: prepared }))[output]!);
      await use({ raw, prepared, outputs });
    }
  } finally {
    await prepare?.dispose();
    await engine.dispose();
  }
}

/** The transforms alone, as a graph; null where samples go in as they are. */
function prepareGraph({ source }: TrainedModel) {
  const b = createBuilder();
  const raw = b.input('raw', source.samples.dtype, ['batch', ...source.samples.shape.slice(1)]);
  const prepared = source.transform(b, raw);
  if (prepared === raw) return null;
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
