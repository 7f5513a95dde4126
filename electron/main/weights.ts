import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../engine/io/atomicWrite.js';
import { modelWeights } from '../../engine/jobs/weights.js';
import { parseProject } from '../../engine/project/parse.js';
import { ShellError } from './shellError.js';

/** Writes the weights of the run in `folder` to `out`. Throws `not-found` when it has no checkpoint. */
export async function exportWeights(folder: string, out: string): Promise<void> {
  const [text, checkpoint] = await Promise.all([
    readFile(join(folder, 'project.loom'), 'utf8'),
    readFile(join(folder, 'checkpoint.safetensors')),
  ]).catch(() => {
    throw new ShellError('not-found', 'This run has no trained weights yet. Train it first.');
  });
  await atomicWrite(out, modelWeights(parseProject(text), checkpoint));
}
