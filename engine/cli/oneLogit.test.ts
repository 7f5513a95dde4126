import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { saveTestImage } from '../testing/imports.js';
import { jsonLines, type ProjectJson, readExample } from '../testing/loom.js';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'loom-logit-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

/** Saves the birds example with a single output, further modified by `change`. */
function saveProject(change: (project: ProjectJson) => void = () => undefined): string {
  const project = readExample('birds-vs-airplanes');
  project.model.layers.pop();
  project.model.layers.at(-1)!.params['out_features'] = 1;
  project.training.loss = { type: 'BCEWithLogitsLoss' };
  change(project);
  const file = join(folder, 'birds.loom');
  writeFileSync(file, JSON.stringify(project));
  return file;
}

it('classifies two classes with one logit, from training to predictions', async () => {
  const run = join(folder, 'run');
  const trained = await loom('train', saveProject(), '--epochs', '2', '--out', run, '--json');
  expect(trained.status).toBe(0);
  const events = jsonLines(trained.stdout);
  const { certificate } = events.at(-1) as { certificate: Record<string, number> };
  const epoch = events.filter(({ event }) => event === 'epoch').at(-1)!;
  expect(certificate).toMatchObject({ images: 2000, labelAgreement: 1 });
  expect(certificate['engineAccuracy']).toBe(epoch['validationAccuracy']);
  expect(certificate['engineAccuracy']).toBeGreaterThan(0.72);

  const pixels = join(folder, 'pixels.onnx');
  expect(
    (await loom('export', run, '--out', pixels, '--input', 'pixels', '--output', 'probabilities')).status,
  ).toBe(0);
  // The test set's images 3 and 10 are airplanes, 25 is a bird.
  const images = await Promise.all([3, 10, 25].map((index) => saveTestImage(folder, index)));
  const predicted = [join(run, 'model.onnx'), pixels].map(async (file) => {
    const { status, stdout } = await loom('predict', file, ...images, '--json');
    expect(status).toBe(0);
    return jsonLines(stdout) as { label: string; probabilities: Record<string, number> }[];
  });
  const [fromLogits, fromProbabilities] = await Promise.all(predicted);
  expect(fromLogits!.map(({ label }) => label)).toEqual(['airplane', 'airplane', 'bird']);
  fromLogits!.forEach(({ probabilities }, i) => {
    expect(probabilities['airplane']! + probabilities['bird']!).toBeCloseTo(1, 6);
    expect(probabilities['bird']).toBeCloseTo(fromProbabilities![i]!.probabilities['bird']!, 5);
  });
});

it.each([
  [
    'two outputs',
    (p: ProjectJson) => (p.model.layers.at(-1)!.params['out_features'] = 2),
    /output is \[B, 2\], but BCEWithLogitsLoss requires \[B, 1\]/,
  ],
  [
    'three classes',
    (p: ProjectJson) => p.data.classes.push('cat'),
    /BCEWithLogitsLoss distinguishes two classes, but the data has 3. Choose CrossEntropyLoss/,
  ],
])('rejects %s', async (_, change, message) => {
  const { status, stderr } = await loom('train', saveProject(change), '--out', join(folder, 'never'));
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
  expect(readdirSync(folder)).not.toContain('never');
});
