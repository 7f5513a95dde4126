import type { Backend } from '../backends/backend.js';
import type { Value } from '../tensor/graph.js';
import { formatShape } from '../base/shape.js';
import {
  exportGraph,
  exportModel,
  naturalOutput,
  type InputChoice,
  type OutputChoice,
  type TrainedModel,
} from '../exchange/onnx/exportModel.js';
import { describeOrigin, hashWeights } from '../exchange/onnx/metadata.js';
import { OPSET } from '../tensor/onnx/serialize.js';
import type { Project } from '../project/schema.js';
import type { RunState } from '../train/state.js';
import type { Recipe } from '../train/step.js';
import type { JobEnvironment } from './environment.js';
import type { CertificateSummary, FileFacts, TensorFacts } from './events.js';
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

/** What is exported, in which form, where to. */
export interface ExportOrder {
  readonly path: string;
  readonly input: InputChoice;
  /** `null` for what the last layer gives. */
  readonly output: OutputChoice | null;
}

/** A written file and its proof. */
export interface Exported {
  readonly certificate: CertificateSummary;
  readonly file: FileFacts;
}

/**
 * Writes an ONNX file and proves it from the bytes on disk, in a place beside the target: only a file that
 * passes is moved there.
 */
export async function exportRun(
  run: FinishedRun,
  { path, input, output: wanted }: ExportOrder,
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
  const metadata = describeOrigin(project, identity, recipe.source.classNames, {
    hash: hashWeights(recipe.model, state.tensors, env.hash),
    outputs: await notedOutputs(trained, rows, backend),
  });
  const bytes = exportModel(trained, input, output, metadata);
  let milliseconds = 0;
  const certificate = await env.files.write(path, bytes, async (trial) => {
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
    certificate,
    file: {
      bytes: bytes.length,
      opset: OPSET,
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
