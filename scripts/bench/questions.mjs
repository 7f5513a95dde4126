import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPlaces } from '../../dist/engine/io/dataSets.js';
import { createNodeEnvironment } from '../../dist/engine/io/environment.js';
import { jobNamed } from '../../dist/engine/jobs/index.js';
import { createControl } from '../../dist/engine/train/control.js';
import { CASES } from './steps.mjs';
import { median } from './peer.mjs';

/** Time to answer each question about one sample of an opened run, and to open it: medians over samples. */
export async function benchQuestions({ rounds }) {
  const environment = createNodeEnvironment(dataPlaces(process.env));
  const ask = (name, input) => {
    const job = jobNamed(name);
    const control = createControl(() => Promise.resolve());
    const { signal } = new AbortController();
    return job.run(job.input.parse(input), { environment, report: () => undefined, control, signal });
  };
  const rows = [];
  const folder = mkdtempSync(join(tmpdir(), 'loom-questions-'));
  for (const { name, example } of CASES) {
    const project = JSON.parse(readFileSync(`assets/examples/${example}.loom`, 'utf8'));
    const run = join(folder, example);
    const shortened = { ...project, data: { ...project.data, limitPerClass: 64 } };
    await ask('train', { project: JSON.stringify(shortened), out: run, epochs: 1 });
    const start = performance.now();
    const { validation } = await ask('splitRows', { run });
    const opening = performance.now() - start;
    const { layers } = await ask('activations', { run, sample: validation[0] });
    const largest = layers.reduce((a, b) => (b.values.length > a.values.length ? b : a));
    const unit = largest.shape.map((length) => Math.floor(length / 2));
    const questions = {
      activations: {},
      explain: { layer: largest.name, unit },
      attribute: { label: 0 },
      occlude: { label: 0, size: 4, stride: 2 },
      shiftSample: { label: 0, most: 8 },
    };
    const times = {};
    for (const [question, input] of Object.entries(questions)) {
      await ask(question, { run, sample: validation[0], ...input });
      const taken = [];
      for (const sample of validation.subarray(0, 3 * rounds)) {
        const begun = performance.now();
        await ask(question, { run, sample, ...input });
        taken.push(performance.now() - begun);
      }
      times[question] = median(taken);
    }
    rows.push({ name, opening, ...times });
  }
  await environment.models.dispose();
  rmSync(folder, { recursive: true, force: true });
  return rows;
}
