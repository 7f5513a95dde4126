import type { RunIdentity } from '../jobs/record.js';
import { parseProject } from '../project/parse.js';
import type { Project } from '../project/schema.js';
import { LoomError } from '../errors.js';

/** Keys under which a file says where it comes from. */
const PROJECT = 'layerloom.project';
const RUN = 'layerloom.run';
const CLASSES = 'layerloom.classes';

/** Notes for the exported file: the project it came from, class names, and what reproduces the run. */
export function describeOrigin(
  project: Project,
  identity: RunIdentity,
  classNames: readonly string[] | null,
): Readonly<Record<string, string>> {
  return {
    [PROJECT]: JSON.stringify({ ...project, layout: {} }),
    [RUN]: JSON.stringify(identity),
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
