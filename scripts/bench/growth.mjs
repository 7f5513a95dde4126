import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CIFAR10_CLASSES } from '../../dist/engine/data/cifar10.js';
import { timeTraining } from './command.mjs';

const EXAMPLE = new URL('../../assets/examples/birds-vs-airplanes.loom', import.meta.url);
const IMAGES = [1_000, 10_000, 50_000];
const EPOCHS = [2, 4];

/** Time and memory of 3072-512-10 for growing numbers of images and epochs: time must grow linearly. */
export async function benchGrowth() {
  const folder = mkdtempSync(join(tmpdir(), 'loom-growth-'));
  const rows = [];
  try {
    for (const images of IMAGES) {
      const file = join(folder, `${images}.loom`);
      writeFileSync(file, JSON.stringify(projectOf(images)));
      for (const epochs of EPOCHS) {
        const { seconds, firstStep, peakMegabytes } = await timeTraining(file, '--epochs', String(epochs));
        const perImage = ((seconds - firstStep) * 1e6) / (images * epochs);
        rows.push({
          name: `${images} images, ${epochs} epochs`,
          seconds,
          microsecondsPerImage: perImage,
          peakMegabytes,
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

function projectOf(images) {
  const project = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  project.data.classes = [...CIFAR10_CLASSES];
  project.data.limitPerClass = images / 10;
  // Validation takes the same time for any number of training images and would mask the growth.
  project.data.validation = null;
  const last = project.model.layers.findLast(({ type }) => type === 'Linear');
  last.params.out_features = 10;
  return project;
}
