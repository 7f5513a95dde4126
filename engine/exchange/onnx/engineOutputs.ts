import type { Backend } from '../../backends/backend.js';
import { tensor, toNumbers, type Tensor } from '../../tensor/tensor.js';
import { exportGraph, type OutputChoice, type TrainedModel } from './exportModel.js';
import { createBuilder } from '../../tensor/operators/index.js';

/** Samples that are asked about in one call. */
const BATCH = 250;

/** Some samples as they are stored, after the transforms, and what the engine says about them. */
export interface EngineBatch {
  readonly rows: Uint32Array;
  readonly raw: Tensor;
  readonly prepared: Tensor;
  readonly outputs: readonly number[];
}

/** The engine's outputs for `rows`, in batches: a trained model's transforms and forward pass. */
export async function engineOutputs(
  trained: TrainedModel,
  output: OutputChoice,
  rows: Uint32Array,
  backend: Backend,
  use: (batch: EngineBatch) => void | Promise<void>,
): Promise<void> {
  const prepare = await prepareWith(trained, backend);
  const engine = await backend.compile(exportGraph(trained, 'tensor', output));
  try {
    for (let start = 0; start < rows.length; start += BATCH) {
      const some = rows.subarray(start, start + BATCH);
      const raw = fetchRows(trained, some);
      const prepared = await prepare.run(raw);
      const outputs = toNumbers((await engine.run({ input: prepared }))[output]!);
      await use({ rows: some, raw, prepared, outputs });
    }
  } finally {
    await prepare.dispose();
    await engine.dispose();
  }
}

/** The function from raw samples to the model's inputs. */
async function prepareWith({ source }: TrainedModel, backend: Backend) {
  const b = createBuilder();
  const raw = b.input('raw', source.samples.dtype, ['batch', ...source.samples.shape.slice(1)]);
  const prepared = source.transform(b, raw);
  // Without transforms there is nothing to run, and onnxruntime takes no graph whose input is its output.
  if (prepared === raw) return { run: (samples: Tensor) => samples, dispose: () => undefined };
  const executable = await backend.compile(b.build([prepared]));
  return {
    run: async (samples: Tensor) => (await executable.run({ raw: samples }))[prepared.name]!,
    dispose: executable.dispose,
  };
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
