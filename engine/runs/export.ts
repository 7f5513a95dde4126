import { problemSchema } from '../base/problem.js';
import { formatShape } from '../base/shape.js';
import { z } from '../base/zod.js';
import { certificateSchema, prove, type OpenedFile } from '../exchange/onnx/certificate.js';
import {
  exportGraph,
  exportModel,
  naturalOutput,
  INPUTS,
  naturalInput,
  OUTPUTS,
  type TrainedModel,
} from '../exchange/onnx/exportModel.js';
import { columnInputs } from '../exchange/onnx/columns.js';
import { featureNames } from '../data/preparedTable.js';
import { describeOrigin, hashWeights, probeOutputs } from '../exchange/onnx/metadata.js';
import type { Value } from '../tensor/graph.js';
import { opsetFor } from '../tensor/onnx/serialize.js';
import type { Hash } from '../train/identity.js';
import type { OpenRun } from './folder.js';
import { judgedRows } from '../train/rows.js';

/** Exported files on disk. */
export interface ExportFiles {
  /**
   * Writes a file beside `path` and renames it into place once `prove` accepts it. Throws what `prove` throws; what
   * was at `path` is untouched then.
   */
  readonly write: <T>(path: string, bytes: Uint8Array, prove: (trial: string) => Promise<T>) => Promise<T>;
  /** Opens an ONNX file from disk in a session of its own. */
  readonly openOnnx: (path: string) => Promise<OpenedFile>;
}

/** The machine as exporting uses it. */
export interface ExportEnvironment {
  readonly now: () => number;
  readonly hash: Hash;
  readonly files: ExportFiles;
}

/** The file to export, and its form. */
export const exportOptions = z.strictObject({
  /** The ONNX file to write. */
  out: z.string(),
  /** `null` for the columns of a table, else a tensor. */
  input: z.enum(INPUTS).nullable(),
  /** `null` for what the last layer gives. */
  output: z.enum(OUTPUTS).nullable(),
  /** Include the user's table, as far as the model uses it, so that training can go on from the file alone. */
  includeData: z.boolean(),
});

const tensorFacts = z.strictObject({
  name: z.string(),
  dtype: z.string(),
  /** As PyTorch users read it: `[B, 3, 32, 32]`. */
  shape: z.string(),
  /** The texts that an input of texts knows; `''` for an empty cell. */
  texts: z.array(z.string()).nullable(),
});

/** A written file and its proof. */
export const exportedSchema = z.strictObject({
  onnx: z.string(),
  certificate: certificateSchema,
  file: z.strictObject({
    bytes: z.int(),
    opset: z.int(),
    /** One, or one for each column of a table. */
    inputs: z.array(tensorFacts),
    output: tensorFacts,
    /** The columns of a table's tensor, in order; null for other inputs. */
    features: z.array(z.string()).nullable(),
    /** onnxruntime's time on one thread, in batches. */
    secondsPerSample: z.number(),
  }),
  /** Says that the run's last checkpoint is damaged and the one before was exported. */
  note: problemSchema.nullable(),
});

type Exported = z.output<typeof exportedSchema>;

/**
 * Writes an ONNX file and proves it from the bytes on disk, in a place beside the target: only a file that
 * passes is moved there.
 */
export async function exportRun(
  run: OpenRun,
  { out, input: wantedInput, output: wanted, includeData }: z.output<typeof exportOptions>,
  env: ExportEnvironment,
): Promise<Exported> {
  const { recipe, state, project, identity, backend, note } = run;
  const trained: TrainedModel = { ...recipe, tensors: state.tensors };
  const output = wanted ?? naturalOutput(trained);
  const input = wantedInput ?? naturalInput(trained, output);
  const rows = judgedRows(state);
  const metadata = describeOrigin({
    project,
    includeData,
    identity,
    classNames: recipe.source.classNames,
    input,
    weights: {
      hash: hashWeights(recipe.model, state.tensors, env.hash),
      outputs: await probeOutputs(trained, backend),
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
  const { columns } = recipe.source;
  return {
    onnx: out,
    certificate,
    file: {
      bytes: bytes.length,
      opset: opsetFor(graph),
      inputs: input === 'columns' ? columnInputs(columns!) : [factsOf(graph.inputs[0]!)],
      output: factsOf(graph.outputs[0]!),
      features: input === 'tensor' && columns ? columns.flatMap(featureNames) : null,
      secondsPerSample: milliseconds / 1000 / rows.length,
    },
    note,
  };
}

function factsOf({ name, dtype, shape }: Value): z.output<typeof tensorFacts> {
  return { name, dtype, shape: formatShape(shape), texts: null };
}
