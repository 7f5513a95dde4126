import { fingerprint, identifyRun } from '../train/identity.js';
import type { JobEnvironment } from './environment.js';
import type { FinishedRun } from './export.js';
import { openSource } from './openSource.js';
import { createRecipe } from './recipe.js';

/** Opens a run's folder for export. Throws `bad-checkpoint` when it holds no run. */
export async function openRun(folder: string, env: JobEnvironment): Promise<FinishedRun> {
  const run = env.openRun(folder);
  const project = await run.project();
  const { startedFrom } = await run.record();
  const recipe = createRecipe(project, await openSource(project.data, env));
  const identity = {
    ...identifyRun(recipe, project.training.seed, env.hash),
    ...(startedFrom !== undefined && { startedFrom }),
  };
  const state = await run.state(recipe, fingerprint(project, identity, env.hash));
  const { backend } = await env.selectBackend('native', env.threads);
  return { recipe, state, project, identity, backend };
}
