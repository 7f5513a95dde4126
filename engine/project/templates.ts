import type { SavedParams } from '../base/fields.js';
import { CIFAR10_CLASSES } from '../data/cifar10.js';
import type { ImportedImages } from '../data/imageImport.js';
import type { LayerSpec } from '../nn/layers/define.js';
import type { DataSpec, Project } from './schema.js';

/** A model to start from, with matching data and settings. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly project: Project;
}

/** Means and standard deviations of CIFAR-10's channels, as the book rounds them. */
const NORMALIZE = { type: 'Normalize', mean: [0.4915, 0.4823, 0.4468], std: [0.247, 0.2435, 0.2616] };

const images = (classes: readonly string[]): DataSpec => ({
  source: { kind: 'cifar10' },
  classes: [...classes],
  limitPerClass: null,
  validation: { from: 'test' },
  transforms: [{ type: 'ToTensor' }, NORMALIZE],
  augment: [],
});

const thermometer: DataSpec = {
  source: { kind: 'table', name: 'thermometer' },
  inputs: ['t_u'],
  targets: ['t_c'],
  validation: { from: 'train', share: 0.2 },
  transforms: [{ type: 'Scale', factor: 0.1 }],
};

const BIRDS = ['airplane', 'bird'];

type Row = readonly [name: string, type: string, params?: SavedParams];

/** Creates layers from rows; sizes that depend on the input are omitted, so that they adapt to it. */
function sequential(rows: readonly Row[]): LayerSpec[] {
  return rows.map(([name, type, params = {}], i) => ({ id: `l${i + 1}`, name, type, params }));
}

const forImages = { schedule: null, epochs: 20, batchSize: 64, shuffle: true, seed: 0 } as const;
const forTables = { schedule: null, batchSize: 'full', shuffle: false, seed: 0 } as const;
const NLL = { loss: { type: 'NLLLoss' }, optimizer: { type: 'SGD', lr: 0.01 } };
const CROSS_ENTROPY = {
  loss: { type: 'CrossEntropyLoss' },
  optimizer: { type: 'SGD', lr: 0.01, momentum: 0.9 },
};

function template(
  id: string,
  name: string,
  summary: string,
  data: DataSpec,
  layers: readonly Row[],
  training: Project['training'],
): Template {
  const model = { layers: sequential(layers) };
  return {
    id,
    name,
    summary,
    project: { format: 'layerloom', version: 1, name, data, model, training, layout: {} },
  };
}

const convolution = (i: number, out_channels: number, norm: readonly Row[] = []): readonly Row[] => [
  [`conv${i}`, 'Conv2d', { out_channels, kernel_size: 3, padding: 1 }],
  ...norm,
  [`act${i}`, 'ReLU'],
  [`pool${i}`, 'MaxPool2d', { kernel_size: 2 }],
];

/** All templates, simplest first. A new one is one entry here. */
export const templates: readonly Template[] = [
  template(
    'linear-regressor',
    'Linear regressor',
    'One weight and one bias: a straight line.',
    thermometer,
    [['linear', 'Linear', { out_features: 1 }]],
    { ...forTables, loss: { type: 'MSELoss' }, optimizer: { type: 'SGD', lr: 0.01 }, epochs: 3000 },
  ),
  template(
    'tanh-regressor',
    'Tanh regressor',
    'Thirteen tanh units turn the line into a curve.',
    thermometer,
    [
      ['hidden_linear', 'Linear', { out_features: 13 }],
      ['hidden_activation', 'Tanh'],
      ['output_linear', 'Linear', { out_features: 1 }],
    ],
    { ...forTables, loss: { type: 'MSELoss' }, optimizer: { type: 'SGD', lr: 0.001 }, epochs: 5000 },
  ),
  template(
    'fully-connected',
    'Fully connected 512',
    '3072-512-2 with tanh: the simplest classifier of images.',
    images(BIRDS),
    [
      ['flatten', 'Flatten'],
      ['hidden_linear', 'Linear', { out_features: 512 }],
      ['hidden_activation', 'Tanh'],
      ['output_linear', 'Linear', { out_features: 2 }],
      ['log_softmax', 'LogSoftmax'],
    ],
    { ...forImages, ...NLL },
  ),
  template(
    'deep-fully-connected',
    'Deep fully connected',
    '3072-1024-512-128-2: more layers, more parameters, more overfitting.',
    images(BIRDS),
    [
      ['flatten', 'Flatten'],
      ['linear1', 'Linear', { out_features: 1024 }],
      ['act1', 'Tanh'],
      ['linear2', 'Linear', { out_features: 512 }],
      ['act2', 'Tanh'],
      ['linear3', 'Linear', { out_features: 128 }],
      ['act3', 'Tanh'],
      ['linear4', 'Linear', { out_features: 2 }],
    ],
    { ...forImages, loss: { type: 'CrossEntropyLoss' }, optimizer: { type: 'SGD', lr: 0.01 } },
  ),
  template(
    'convnet',
    'Convnet',
    'Two convolutions that see small patches, wherever they are.',
    images(BIRDS),
    [
      ['conv1', 'Conv2d', { out_channels: 16, kernel_size: 3, padding: 1 }],
      ['act1', 'Tanh'],
      ['pool1', 'MaxPool2d', { kernel_size: 2 }],
      ['conv2', 'Conv2d', { out_channels: 8, kernel_size: 3, padding: 1 }],
      ['act2', 'Tanh'],
      ['pool2', 'MaxPool2d', { kernel_size: 2 }],
      ['flatten', 'Flatten'],
      ['fc1', 'Linear', { out_features: 32 }],
      ['act3', 'Tanh'],
      ['fc2', 'Linear', { out_features: 2 }],
    ],
    { ...forImages, loss: { type: 'CrossEntropyLoss' }, optimizer: { type: 'SGD', lr: 0.01 } },
  ),
  template(
    'convnet-batch-norm',
    'Convnet, batch norm and dropout',
    'Ten classes; batch norm speeds up training, dropout reduces overfitting.',
    images(CIFAR10_CLASSES),
    [
      ...convolution(1, 32, [['norm1', 'BatchNorm2d']]),
      ...convolution(2, 64, [['norm2', 'BatchNorm2d']]),
      ['flatten', 'Flatten'],
      ['dropout', 'Dropout', { p: 0.5 }],
      ['fc', 'Linear', { out_features: 10 }],
    ],
    { ...forImages, ...CROSS_ENTROPY },
  ),
];

/** Channels of the convolutions for large images, in order. */
const CHANNELS = [8, 16, 32, 32, 32, 32];

/**
 * The convnet for images of this side in pixels: for small ones the template, for larger ones with more convolutions, so
 * that the last pool leaves about 8 × 8.
 */
function convnetFor(side: number): Template {
  const small = templates.find(({ id }) => id === 'convnet')!;
  const pools = Math.round(Math.log2(side / 8));
  if (pools <= 2) return small;
  const { name, summary, project } = small;
  return template(
    'convnet',
    name,
    summary,
    project.data,
    [
      ...CHANNELS.slice(0, pools).flatMap((out_channels, i) => convolution(i + 1, out_channels)),
      ['flatten', 'Flatten'],
      ['fc1', 'Linear', { out_features: 64 }],
      ['act', 'ReLU'],
      ['fc2', 'Linear', { out_features: 2 }],
    ],
    { ...forImages, loss: { type: 'CrossEntropyLoss' }, optimizer: { type: 'Adam', lr: 0.001 } },
  );
}

const HELD_OUT = 0.2;

/**
 * A project that classifies imported images, starting from a convnet for their size. It validates on the images' test
 * split if there is one, and remembers how they became what they are, for other images.
 */
export function imageProject(images: ImportedImages): Project {
  const { id, name, side, channels, fit, background, classes } = images;
  const template = convnetFor(side).project;
  const last = template.model.layers.at(-1)!;
  const layers = template.model.layers.map((layer) =>
    layer === last ? { ...layer, params: { ...layer.params, out_features: classes.length } } : layer,
  );
  const half = new Array<number>(channels).fill(0.5);
  const hasTest = classes.some(({ test }) => test > 0);
  return {
    ...template,
    name,
    data: {
      source: {
        kind: 'images',
        id,
        name,
        side,
        channels,
        ...(fit !== 'crop' && { fit }),
        ...(background !== null && { background }),
      },
      classes: classes.map((one) => one.name),
      limitPerClass: null,
      validation: hasTest ? { from: 'test' } : { from: 'train', share: HELD_OUT },
      transforms: [{ type: 'ToTensor' }, { type: 'Normalize', mean: half, std: half }],
      augment: [],
    },
    model: { layers },
  };
}
