import { locate, LoomError } from '../base/errors.js';
import { parseProject } from '../project/parse.js';
import { decodeCheckpoint } from '../train/checkpoint.js';
import { initialState } from '../train/state.js';
import type { JobEnvironment } from './environment.js';
import type { FinishedRun } from './export.js';
import { openSource } from './openSource.js';
import { createRecipe } from './recipe.js';
import { fingerprint, identifyRun } from '../train/identity.js';

/** Opens a run's folder for export. Throws `bad-checkpoint` when it holds no run. */
export async function openRun(folder: string, threads: number, env: JobEnvironment): Promise<FinishedRun> {
  const store = env.openRun(folder);
  const [text, bytes] = [await store.read('project.loom'), await store.read('checkpoint.safetensors')];
  if (!text || !bytes) {
    throw new LoomError('bad-checkpoint', `${store.path} holds no trained model; train one first`, {
      where: store.path,
    });
  }
  const project = parseProject(new TextDecoder().decode(text), store.pathOf('project.loom'));
  const recipe = createRecipe(project, await openSource(project.data, env));
  const identity = identifyRun(recipe, project.training.seed, env.hash);
  const fresh = initialState(recipe, project.training.seed);
  const state = locate(store.pathOf('checkpoint.safetensors'), () =>
    decodeCheckpoint(bytes, fresh, fingerprint(project, identity, env.hash)),
  );
  const { backend } = await env.selectBackend('native', threads);
  return { recipe, state, project, identity, backend };
}
