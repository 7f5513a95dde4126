import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageBytes, type ImageSet } from '../data/imageSet.js';
import { saveOwnImages } from '../io/dataSets.js';
import { runLoom } from '../testing/commandLine.js';
import { jsonLines } from '../testing/loom.js';

const SIDE = 12;
const [TRAIN, TEST] = [120, 40];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-gray-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Gray images whose upper or left half is bright. */
function halves(): ImageSet {
  const form = { channels: 1, side: SIDE } as const;
  const count = TRAIN + TEST;
  const images = new Uint8Array(count * imageBytes(form));
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    for (let p = 0; p < SIDE * SIDE; p++) {
      const along = label === 0 ? Math.floor(p / SIDE) : p % SIDE;
      images[i * SIDE * SIDE + p] = along < SIDE / 2 ? 150 + (i % 100) : (p * 7 + i) % 60;
    }
  });
  return { images, labels, trainCount: TRAIN, classNames: ['upper', 'left'], ...form };
}

const LABELS = ['upper', 'left'];

/** A project on images with the id. */
function projectOn(id: string, transforms: readonly object[], layers: readonly object[], epochs: number) {
  return {
    format: 'layerloom',
    version: 1,
    name: 'Halves',
    data: {
      source: { kind: 'images', id, name: 'halves', side: SIDE, channels: 1 },
      classes: LABELS,
      validation: { from: 'test' },
      transforms,
    },
    model: { layers },
    training: {
      loss: { type: 'CrossEntropyLoss' },
      optimizer: { type: 'SGD', lr: 0.1 },
      epochs,
      batchSize: 8,
    },
  };
}

const layer = (name: string, type: string, params = {}) => ({ id: name, name, type, params });
const TO_NUMBERS = [{ type: 'ToTensor' }, { type: 'Normalize', mean: [0.5], std: [0.5] }];

/** A picture of class `left`. */
async function leftPicture(): Promise<string> {
  const picture = join(folder, 'left.png');
  const { images } = halves();
  await sharp(images.slice(SIDE * SIDE, 2 * SIDE * SIDE), { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .png()
    .toFile(picture);
  return picture;
}

const loom = (...args: string[]) => runLoom(args, folder);

it('gray images with a test split: trains, validates on that split, proves the export and predicts', async () => {
  const id = await saveOwnImages(folder, 'halves', halves());
  const project = join(folder, 'halves.loom');
  const layers = [
    layer('conv', 'Conv2d', { in_channels: 1, out_channels: 4, kernel_size: 3, padding: 1 }),
    layer('tanh', 'Tanh'),
    layer('flatten', 'Flatten'),
    layer('linear', 'Linear', { in_features: 4 * SIDE * SIDE, out_features: 2 }),
  ];
  writeFileSync(project, JSON.stringify(projectOn(id, TO_NUMBERS, layers, 12)));
  const run = join(folder, 'run');
  const trained = await loom('train', project, '--out', run, '--json');
  expect(trained.stderr).toBe('');
  const events = jsonLines(trained.stdout);
  expect(events[0]).toMatchObject({ trainCount: TRAIN, validationCount: TEST });
  expect(events.at(-1)).toMatchObject({ certificate: { images: TEST, labelAgreement: 1 } });
  expect(events.filter(({ event }) => event === 'epoch').at(-1)!['validationAccuracy']).toBe(1);

  const file = join(folder, 'halves.onnx');
  expect((await loom('export', run, '--out', file, '--input', 'pixels')).status).toBe(0);
  const picture = await leftPicture();
  expect(jsonLines((await loom('predict', file, picture, '--json')).stdout)[0]).toMatchObject({
    label: 'left',
  });
});

it('images that transforms make smaller: the model gets those, exported files take pixels as they are', async () => {
  const id = await saveOwnImages(folder, 'halves', halves());
  const transforms = [
    { type: 'Resize', size: 9 },
    { type: 'CenterCrop', size: 8 },
    { type: 'Grayscale', num_output_channels: 3 },
    { type: 'ToTensor' },
  ];
  const layers = [
    layer('flatten', 'Flatten'),
    layer('linear', 'Linear', { in_features: 192, out_features: 2 }),
  ];
  const project = join(folder, 'smaller.loom');
  writeFileSync(project, JSON.stringify(projectOn(id, transforms, layers, 12)));
  const run = join(folder, 'smaller');
  const trained = await loom('train', project, '--out', run, '--json');
  expect(trained.stderr).toBe('');
  expect(jsonLines(trained.stdout).at(-1)).toMatchObject({
    certificate: { images: TEST, labelAgreement: 1 },
  });

  const picture = await leftPicture();
  const asked = ['tensor', 'pixels'].map(async (input) => {
    const file = join(folder, `smaller-${input}.onnx`);
    expect(await loom('export', run, '--out', file, '--input', input)).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(await loom('verify', file)).toMatchObject({ status: 0, stderr: '' });
    return jsonLines((await loom('predict', file, picture, '--json')).stdout)[0]!;
  });
  const answers = await Promise.all(asked);
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toMatchObject({ label: 'left' });
});

it('reports images without a test split', async () => {
  const set = halves();
  const id = await saveOwnImages(folder, 'halves', { ...set, trainCount: set.labels.length });
  const text = readFileSync(join(folder, 'halves.loom'), 'utf8');
  const project = JSON.parse(text) as { data: { source: { id: string } } };
  project.data.source.id = id;
  const path = join(folder, 'whole.loom');
  writeFileSync(path, JSON.stringify(project));
  const { status, stderr } = await loom('train', path, '--out', join(folder, 'none'));
  expect(stderr).toContain('These images have no test split with the chosen classes');
  expect(status).toBe(2);
});
