import type { Backend, Tensors } from '../../backends/backend.js';
import type { BoundModel } from '../../nn/model/bind.js';
import type { Hash, RunIdentity } from '../../train/identity.js';
import { formOfColumns } from '../../data/tableForm.js';
import { withoutRows, withoutUnusedColumns } from '../../data/preparedTable.js';
import { parseProject } from '../../project/parse.js';
import { isImages } from '../../project/samples.js';
import type { DataSpec, Project } from '../../project/schema.js';
import { float32, numel, tensor } from '../../tensor/tensor.js';
import { failure } from '../../base/problem.js';
import { IR_VERSION } from '../../tensor/onnx/serialize.js';
import { z } from '../../base/zod.js';
import { largestDifference, naturalOutputs } from './certificate.js';
import { INPUTS, OUTPUTS, type InputChoice, type OutputChoice, type TrainedModel } from './exportModel.js';
import type { ImportedModel } from './importModel.js';

/** Metadata keys that describe the origin of a file. */
const PROJECT = 'layerloom.project';
const RUN = 'layerloom.run';
const CLASSES = 'layerloom.classes';
const WEIGHTS = 'layerloom.weights_sha256';
const INPUT = 'layerloom.input';
const PROBE = 'layerloom.probe';

/** A fingerprint of a file's weights, to detect changes. */
export interface WeightsMark {
  /** SHA-256 of all weights. */
  readonly hash: string;
  /** Outputs of the model's last layer for made-up samples. */
  readonly outputs: readonly number[];
}

/** The origin of an exported file. */
export interface Origin {
  readonly project: Project;
  /** Include the cells of the user's table, so that training can go on from the file alone. */
  readonly includeData: boolean;
  readonly identity: RunIdentity;
  readonly classNames: readonly string[] | null;
  readonly input: InputChoice;
  readonly weights: WeightsMark;
}

/** Metadata of the exported file: its project, class names, and the identity of the run. */
export function describeOrigin({
  project,
  includeData,
  identity,
  classNames,
  input,
  weights,
}: Origin): Readonly<Record<string, string>> {
  return {
    [PROJECT]: JSON.stringify({ ...project, data: carried(project.data, includeData), layout: {} }),
    [RUN]: JSON.stringify(identity),
    [INPUT]: input,
    [WEIGHTS]: weights.hash,
    [PROBE]: JSON.stringify(weights.outputs),
    ...(classNames && { [CLASSES]: JSON.stringify(classNames) }),
  };
}

/** The description of the data in a file: of the user's table, only what the model uses. */
function carried(data: DataSpec, includeData: boolean): DataSpec {
  if (isImages(data) || data.source.kind !== 'inline') return data;
  const { form } = data.source;
  const table = includeData ? withoutUnusedColumns(data.source, data) : withoutRows(data.source, data);
  const isUsed = (name: string) => Object.hasOwn(table.columns, name);
  return {
    ...data,
    source: { kind: 'inline', ...table, ...(form && { form: formOfColumns(form, isUsed) }) },
  };
}

/**
 * The project in a file's metadata.
 * @throws ProblemError `bad-onnx` if there is none
 */
export function originProject(metadata: Readonly<Record<string, string>>, file: string): Project {
  const text = metadata[PROJECT];
  if (text === undefined) throw failure('bad-onnx/foreign', {}, { where: { kind: 'file', path: file } });
  return parseProject(text, file);
}

/** True for a file as exports are written now; readers may refuse earlier ones, and those of other programs. */
export function isAsWritten({ ir, metadata }: ImportedModel): boolean {
  return ir === IR_VERSION && PROJECT in metadata;
}

/** The input of an exported file. Files from before `layerloom.input` have no columns. */
export function originInput({ metadata, inputType }: ImportedModel): InputChoice {
  return INPUTS.find((name) => name === metadata[INPUT]) ?? (inputType === 'uint8' ? 'pixels' : 'tensor');
}

/** The output of an exported file. Throws `bad-onnx` for another. */
export function originOutput({ output }: ImportedModel, file: string): OutputChoice {
  const known = OUTPUTS.find((name) => name === output);
  if (known) return known;
  throw failure('bad-onnx/output', { output, known: OUTPUTS }, { where: { kind: 'file', path: file } });
}

/** The class names in a file's metadata, or null. Throws `bad-onnx` if they are damaged. */
export function originClasses(metadata: Readonly<Record<string, string>>): readonly string[] | null {
  return readNote(metadata, CLASSES, z.array(z.string()));
}

function readNote<T>(
  metadata: Readonly<Record<string, string>>,
  key: string,
  schema: z.ZodType<T>,
): T | null {
  const text = metadata[key];
  if (text === undefined) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw failure('bad-onnx/note', { note: key }, { cause });
  }
}

/** SHA-256 of all parameters and buffers, in the model's order. */
export function hashWeights(model: BoundModel, tensors: Tensors, hash: Hash): string {
  return hash(
    [...model.parameters, ...model.buffers].map(({ path }) => {
      const { buffer, byteOffset, byteLength } = tensors[path]!.data;
      return new Uint8Array(buffer, byteOffset, byteLength);
    }),
  );
}

/** Samples whose outputs are noted in a file, so that damage to its weights can be told in numbers. */
const PROBE_ROWS = Uint32Array.from({ length: 8 }, (_, row) => row);

/** The engine's outputs for made-up samples; those for real ones could give away the data. */
export function probeOutputs(trained: TrainedModel, backend: Backend): Promise<readonly number[]> {
  const { source } = trained;
  const shape = [PROBE_ROWS.length, ...source.samples.shape.slice(1)];
  const bytes = Uint8Array.from({ length: numel(shape) }, (_, i) => (i * 37) % 256);
  const samples =
    source.samples.dtype === 'uint8'
      ? tensor('uint8', shape, bytes)
      : float32(shape, Float32Array.from(bytes));
  return naturalOutputs({ ...trained, source: { ...source, samples } }, PROBE_ROWS, backend);
}

/**
 * Compares a file's weights with those that were exported.
 * @param outputs computes the present outputs, as in `WeightsMark`
 * @throws ProblemError `certificate-failed` if they have changed, with the difference
 */
export async function checkWeights(
  metadata: Readonly<Record<string, string>>,
  hash: string,
  outputs: () => Promise<readonly number[]>,
  file: string,
): Promise<void> {
  const noted = metadata[WEIGHTS];
  if (noted === undefined || noted === hash) return;
  // JSON stores infinities as null. Earlier files note no outputs of made-up samples.
  const before = readNote(metadata, PROBE, z.array(z.number().nullable()));
  const difference =
    before &&
    largestDifference(
      before.map((value) => value ?? NaN),
      await outputs(),
    );
  throw failure(
    'certificate-failed/weights-changed',
    { noted, found: hash, difference },
    { where: { kind: 'file', path: file } },
  );
}
