import type { Backend } from '../backends/backend.js';
import { z } from '../base/zod.js';
import type { Value } from '../tensor/graph.js';
import { formatShape } from '../base/shape.js';
import {
  exportGraph,
  exportModel,
  naturalOutput,
  OUTPUTS,
  type TrainedModel,
} from '../exchange/onnx/exportModel.js';
import { describeOrigin, hashWeights } from '../exchange/onnx/metadata.js';
import { opsetFor } from '../tensor/onnx/serialize.js';
import type { Project } from '../project/schema.js';
import type { RunState } from '../train/state.js';
import type { Recipe } from '../train/step.js';
import { defineJob } from './define.js';
import type { JobEnvironment } from './environment.js';
import { openRun } from './openRun.js';
import { notedOutputs, prove, type OpenedFile } from './prove.js';
import type { RunIdentity } from '../train/identity.js';

/** A finished run that is to be exported. */
export interface FinishedRun {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly project: Project;
  readonly identity: RunIdentity;
  readonly backend: Backend;
}

const exportOptions = z.strictObject({
  /** The ONNX file to write. */
  out: z.string(),
  input: z.enum(['tensor', 'pixels']),
  /** `null` for what the last layer gives. */
  output: z.enum(OUTPUTS).nullable(),
  /** Include the user's table, as far as the model uses it, so that training can go on from the file alone. */
  includeData: z.boolean(),
});

const figure = z.number();
const share = z.number().min(0).max(1);
const tensorFacts = z.strictObject({
  name: z.string(),
  dtype: z.string(),
  /** As PyTorch users read it: `[B, 3, 32, 32]`. */
  shape: z.string(),
});

/** A written file and its proof. */
export const exportedSchema = z.strictObject({
  onnx: z.string(),
  certificate: z.strictObject({
    /** Samples on which the file and the engine were compared. */
    images: z.int(),
    maxAbsDiff: figure,
    /** Share of samples with the same predicted class; null for tables. */
    labelAgreement: share.nullable(),
    engineAccuracy: share.nullable(),
    onnxAccuracy: share.nullable(),
    /** The engine against the operators' own kernels, which share no code with onnxruntime. */
    kernels: z.strictObject({ images: z.int(), maxAbsDiff: figure }),
  }),
  file: z.strictObject({
    bytes: z.int(),
    opset: z.int(),
    input: tensorFacts,
    output: tensorFacts,
    /** onnxruntime's time on one thread, in batches. */
    secondsPerSample: figure,
  }),
});

/** A written file and its proof. */
export type Exported = z.output<typeof exportedSchema>;
/** The proof of an exported file, in figures. */
export type CertificateSummary = Exported['certificate'];
/** An exported file in figures. */
export type FileFacts = Exported['file'];
/** An input or output of a file. */
export type TensorFacts = FileFacts['input'];

/** Exports a finished run and proves the file. */
export const exportOnnx = defineJob({
  name: 'export',
  host: 'engine',
  input: exportOptions.extend({
    /** The folder of the run whose weights are exported. */
    run: z.string(),
  }),
  progress: z.never(),
  result: exportedSchema,
  run: async ({ run, ...options }, { environment }) =>
    exportRun(await openRun(run, environment), options, environment),
});

/**
 * Writes an ONNX file and proves it from the bytes on disk, in a place beside the target: only a file that
 * passes is moved there.
 */
export async function exportRun(
  run: FinishedRun,
  { out, input, output: wanted, includeData }: z.output<typeof exportOptions>,
  env: JobEnvironment,
): Promise<Exported> {
  const { recipe, state, project, identity, backend } = run;
  const trained: TrainedModel = {
    model: recipe.model,
    loss: recipe.loss.definition,
    source: recipe.source,
    tensors: state.tensors,
  };
  const output = wanted ?? naturalOutput(trained);
  const rows = provingRows(state);
  const metadata = describeOrigin({
    project,
    includeData,
    identity,
    classNames: recipe.source.classNames,
    weights: {
      hash: hashWeights(recipe.model, state.tensors, env.hash),
      outputs: await notedOutputs(trained, backend),
    },
  });
  const bytes = exportModel(trained, input, output, metadata);
  let milliseconds = 0;
  const certificate = await env.files.write(out, bytes, async (trial) => {
    const file = await env.files.openOnnx(trial);
    const timed: OpenedFile = {
      ...file,
      run: async (inputs) => {
        const from = env.now();
        const outputs = await file.run(inputs);
        milliseconds += env.now() - from;
        return outputs;
      },
    };
    try {
      return await prove(trained, timed, { input, output }, rows, backend);
    } finally {
      await file.dispose();
    }
  });
  const graph = exportGraph(trained, input, output);
  return {
    onnx: out,
    certificate,
    file: {
      bytes: bytes.length,
      opset: opsetFor(graph),
      input: factsOf(graph.inputs[0]!),
      output: factsOf(graph.outputs[0]!),
      secondsPerSample: milliseconds / 1000 / rows.length,
    },
  };
}

function factsOf({ name, dtype, shape }: Value): TensorFacts {
  return { name, dtype, shape: formatShape(shape) };
}

/** The samples that a file is proved on: all that validate, or all that there are. */
export function provingRows({ validation, train }: Pick<RunState, 'train' | 'validation'>): Uint32Array {
  return validation.length > 0 ? validation : train;
}
