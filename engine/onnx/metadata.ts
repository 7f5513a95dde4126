import type { Tensors } from '../backends/backend.js';
import type { JobEnvironment } from '../jobs/environment.js';
import type { BoundModel } from '../model/bind.js';
import type { RunIdentity } from '../jobs/record.js';
import { parseProject } from '../project/parse.js';
import type { Project } from '../project/schema.js';
import { LoomError } from '../errors.js';

/** Keys under which a file says where it comes from. */
const PROJECT = 'layerloom.project';
const RUN = 'layerloom.run';
const CLASSES = 'layerloom.classes';
const WEIGHTS = 'layerloom.weights_sha256';

/** Notes for the exported file: the project it came from, class names, and what reproduces the run. */
export function describeOrigin(
  project: Project,
  identity: RunIdentity,
  classNames: readonly string[] | null,
  weightsHash: string,
): Readonly<Record<string, string>> {
  return {
    [PROJECT]: JSON.stringify({ ...project, layout: {} }),
    [RUN]: JSON.stringify(identity),
    [WEIGHTS]: weightsHash,
    ...(classNames && { [CLASSES]: JSON.stringify(classNames) }),
  };
}

/** The project inside a file's notes. Throws `bad-onnx` when there is none. */
export function originProject(metadata: Readonly<Record<string, string>>): Project {
  const text = metadata[PROJECT];
  if (text === undefined) {
    throw new LoomError(
      'bad-onnx',
      'this ONNX file was not exported by Layerloom: it has no project in it; give one with --project',
    );
  }
  return parseProject(text, 'the project in the ONNX file');
}

/** The class names inside a file's notes, or null. */
export function originClasses(metadata: Readonly<Record<string, string>>): readonly string[] | null {
  const text = metadata[CLASSES];
  return text === undefined ? null : (JSON.parse(text) as readonly string[]);
}

/** SHA-256 of all parameters and buffers, in the model's order. */
export function hashWeights(model: BoundModel, tensors: Tensors, hash: JobEnvironment['hash']): string {
  return hash(
    [...model.parameters, ...model.buffers].map(({ path }) => {
      const { buffer, byteOffset, byteLength } = tensors[path]!.data;
      return new Uint8Array(buffer, byteOffset, byteLength);
    }),
  );
}

/** Throws `certificate-failed` when the file's weights are not those that were exported. */
export function checkWeights(metadata: Readonly<Record<string, string>>, found: string, file: string): void {
  const noted = metadata[WEIGHTS];
  if (noted === undefined || noted === found) return;
  throw new LoomError(
    'certificate-failed',
    `${file} fails its certificate: its weights have changed since it was exported (SHA-256 ${noted.slice(0, 12)}… then, ${found.slice(0, 12)}… now); export it again`,
    { where: file },
  );
}
