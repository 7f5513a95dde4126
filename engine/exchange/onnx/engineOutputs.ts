import type { Backend } from '../../backends/backend.js';
import { takeRows, toNumbers, type Tensor } from '../../tensor/tensor.js';
import type { SampleSource } from '../../train/source.js';
import { exportGraph, type OutputChoice, type TrainedModel } from './exportModel.js';
import { createBuilder } from '../../tensor/operators/index.js';

/** Samples that are asked about in one call. */
const BATCH = 250;

/** Some samples, as they are stored and after the transforms. */
export interface SampleBatch {
  readonly rows: Uint32Array;
  readonly raw: Tensor;
  readonly prepared: Tensor;
}

/** Some samples, and what the engine says about them. */
export interface EngineBatch extends SampleBatch {
  readonly outputs: readonly number[];
}

/** Samples of a source in batches. */
export interface Batches {
  /** Calls `use` for one batch after another; `change` is applied before the transforms. */
  readonly each: (
    rows: Uint32Array,
    use: (batch: SampleBatch) => Promise<void>,
    change?: (raw: Tensor) => Tensor,
  ) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** Opens a source for reading its samples in batches. */
export async function openBatches(source: SampleSource, backend: Backend): Promise<Batches> {
  const prepare = await openTransforms(source, backend);
  return {
    each: async (rows, use, change = (raw) => raw) => {
      for (let start = 0; start < rows.length; start += BATCH) {
        const some = rows.subarray(start, start + BATCH);
        const raw = change(takeRows(source.samples, some));
        await use({ rows: some, raw, prepared: await prepare.run(raw) });
      }
    },
    dispose: prepare.dispose,
  };
}

/** The engine's outputs for `rows`, in batches: a trained model's transforms and forward pass. */
export async function engineOutputs(
  trained: TrainedModel,
  output: OutputChoice,
  rows: Uint32Array,
  backend: Backend,
  use: (batch: EngineBatch) => void | Promise<void>,
): Promise<void> {
  const batches = await openBatches(trained.source, backend);
  const engine = await openEngine(trained, output, backend);
  try {
    await batches.each(rows, async (batch) => use({ ...batch, outputs: await engine.answer(batch) }));
  } finally {
    await batches.dispose();
    await engine.dispose();
  }
}

/** A model that answers samples. */
export interface Answerer {
  readonly output: OutputChoice;
  /** Its numbers for all samples of a batch, one after another. */
  readonly answer: (batch: SampleBatch) => Promise<readonly number[]>;
  readonly dispose: () => Promise<void>;
}

/** A trained model that answers through a backend. */
export interface EngineAnswerer extends Answerer {
  readonly answer: (batch: Pick<SampleBatch, 'prepared'>) => Promise<readonly number[]>;
}

/** Compiles a trained model to answer samples. */
export async function openEngine(
  trained: TrainedModel,
  output: OutputChoice,
  backend: Backend,
): Promise<EngineAnswerer> {
  const engine = await backend.compile(exportGraph(trained, 'tensor', output));
  return {
    output,
    answer: async ({ prepared }) => toNumbers((await engine.run({ input: prepared }))[output]!),
    dispose: engine.dispose,
  };
}

/** The transforms of a source's samples, compiled. */
export interface Transforms {
  /** The model's inputs from stored samples. */
  readonly run: (samples: Tensor) => Promise<Tensor>;
  readonly dispose: () => Promise<void>;
}

/** Compiles the transforms of a source. */
export async function openTransforms(source: SampleSource, backend: Backend): Promise<Transforms> {
  const b = createBuilder();
  const raw = b.input('raw', source.samples.dtype, ['batch', ...source.samples.shape.slice(1)]);
  const prepared = source.transform(b, raw);
  // Without transforms there is nothing to run, and onnxruntime takes no graph whose input is its output.
  if (prepared === raw)
    return { run: (samples) => Promise.resolve(samples), dispose: () => Promise.resolve() };
  const executable = await backend.compile(b.build([prepared]));
  return {
    run: async (samples) => (await executable.run({ raw: samples }))[prepared.name]!,
    dispose: executable.dispose,
  };
}
