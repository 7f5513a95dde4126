import type { Backend } from '../backends/backend.js';
import {
  exportModel,
  naturalOutput,
  type InputChoice,
  type OutputChoice,
  type TrainedModel,
} from '../onnx/exportModel.js';
import { describeOrigin, hashWeights } from '../onnx/metadata.js';
import type { Project } from '../project/schema.js';
import type { RunState } from '../train/state.js';
import type { Recipe } from '../train/step.js';
import type { JobEnvironment } from './environment.js';
import type { CertificateSummary } from './events.js';
import { prove } from './prove.js';
import type { RunIdentity } from './record.js';

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

/**
 * Writes an ONNX file and proves it from the bytes on disk. The proof runs on a file beside the target
 * that gives what the last layer gives; only a file that passes replaces what is there.
 */
export async function exportRun(
  run: FinishedRun,
  { path, input, output }: ExportOrder,
  env: JobEnvironment,
): Promise<CertificateSummary> {
  const { recipe, state, project, identity, backend } = run;
  const trained: TrainedModel = {
    model: recipe.model,
    loss: recipe.loss.definition,
    source: recipe.source,
    tensors: state.tensors,
  };
  const natural = naturalOutput(trained);
  const metadata = describeOrigin(
    project,
    identity,
    recipe.source.classNames,
    hashWeights(recipe.model, state.tensors, env.hash),
  );
  const bytes = exportModel(trained, input, natural, metadata);
  const rows = state.validation.length > 0 ? state.validation : state.train;
  const certificate = await env.files.withTrial(path, bytes, async (trial) => {
    const file = await env.files.openOnnx(trial);
    try {
      return await prove(trained, file, input, rows, backend);
    } finally {
      await file.dispose();
    }
  });
  const wanted = output ?? natural;
  await env.files.write(path, wanted === natural ? bytes : exportModel(trained, input, wanted, metadata));
  return certificate;
}
