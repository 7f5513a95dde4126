// Times our training step: ours.mjs EXAMPLE THREADS STEPS CALLS [AUGMENTATIONS, as in a project];
// as in a run, every call takes some steps.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createNativeBackend } from '../../dist/engine/backends/onnxruntime/native.js';
import { loadCifar10 } from '../../dist/engine/io/dataSets.js';
import { parseProject } from '../../dist/engine/project/parse.js';
import { openRecipe } from '../../dist/engine/train/recipe.js';
import { initialState } from '../../dist/engine/train/state.js';
import { createStepper } from '../../dist/engine/train/stepper.js';
import { serveRounds } from './peer.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [example, threads, steps, calls, augment = '[]'] = process.argv.slice(2);
const project = parseProject(readFileSync(`${root}/assets/examples/${example}.loom`, 'utf8'));
project.data.augment = JSON.parse(augment);
const loadImages = () => loadCifar10(`${root}/assets/data/cifar-10`);
const recipe = await openRecipe(project, loadImages);
const state = initialState(recipe, 0);
const stepper = createStepper(createNativeBackend(Number(threads)), recipe);
const batches = Array.from({ length: Number(steps) }, (_, k) => state.train.slice(k * 64, (k + 1) * 64));

await serveRounds({ name: 'Layerloom' }, async () => {
  const start = performance.now();
  const losses = [];
  for (let call = 0; call < Number(calls); call++) losses.push(...(await stepper.run(state, batches)).losses);
  return { ms: (performance.now() - start) / losses.length, losses };
});
