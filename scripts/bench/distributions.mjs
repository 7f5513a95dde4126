import { readFileSync } from 'node:fs';
import { createNativeBackend } from '../../dist/engine/backends/onnxruntime/native.js';
import { encodeHealth } from '../../dist/engine/health/history.js';
import { createHealthRecorder } from '../../dist/engine/health/recorder.js';
import { loadCifar10 } from '../../dist/engine/io/dataSets.js';
import { parseProject } from '../../dist/engine/project/parse.js';
import { runTraining } from '../../dist/engine/train/loop.js';
import { stepsPerEpoch } from '../../dist/engine/train/rates.js';
import { openRecipe } from '../../dist/engine/train/recipe.js';
import { initialState } from '../../dist/engine/train/state.js';

const EXAMPLES = ['birds-vs-airplanes', 'birds-convnet'];

/** The share of a run's time that keeping its distributions takes. */
export async function benchDistributions({ epochs }) {
  const rows = [];
  for (const example of EXAMPLES)
    rows.push({ name: `distributions, ${example}`, ...(await measure(example, epochs)) });
  return rows;
}

/** Whole runs differ by more than this takes, so the recorder is timed within one. */
async function measure(example, epochs) {
  const project = parseProject(readFileSync(`assets/examples/${example}.loom`, 'utf8'));
  const recipe = await openRecipe(project, () => loadCifar10('assets/data/cifar-10'));
  const state = initialState(recipe, project.training.seed);
  const backend = createNativeBackend(2);
  const perEpoch = stepsPerEpoch(state.train.length, project.training);
  const now = () => performance.now();
  const recorder = createHealthRecorder(backend, recipe, state, {
    stepsPerEpoch: perEpoch,
    steps: perEpoch * epochs,
    before: null,
    now,
  });
  let spent = 0;
  const timed = async (work) => {
    const start = now();
    await work();
    spent += now() - start;
  };
  const start = now();
  await runTraining(
    recipe,
    state,
    { ...project.training, epochs, logSteps: 0 },
    {
      backend,
      control: { waitIfPaused: () => Promise.resolve(true) },
      observer: { ...recorder, look: (at) => timed(() => recorder.look(at)) },
      emit: () => undefined,
      begin: () => Promise.resolve(),
      save: () => timed(() => encodeHealth(recorder.history())),
      now,
    },
  );
  const milliseconds = now() - start;
  const history = recorder.history();
  return {
    epochs,
    seconds: milliseconds / 1000,
    records: history.records.length,
    percent: (100 * spent) / (milliseconds - spent),
    kilobytes: encodeHealth(history).length / 1000,
  };
}
