// The models that `npm run readers` exports: the usual kinds, every layer with all settings of its tests, random models.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseProject } from '../../dist/engine/project/parse.js';
import { anyModel } from '../../dist/engine/testing/models.js';

const IMAGES = [
  { type: 'ToTensor' },
  { type: 'Normalize', mean: [0.4915, 0.4823, 0.4468], std: [0.247, 0.2435, 0.2616] },
];
const GRAY = [{ type: 'ToTensor' }, { type: 'Normalize', mean: [0.1307], std: [0.3081] }];

const numbered = (layers) =>
  layers.map(({ type, ...params }, i) => ({ id: `l${i}`, name: String(i), type, params }));

/** The layers of an example project. */
const example = (root, name) =>
  parseProject(readFileSync(`${root}/assets/examples/${name}.loom`, 'utf8')).model.layers;

/** Images: `sample` is a shape, `classes` a number. Every one is exported with both inputs and all outputs. */
function imageModels(root) {
  const color = { sample: [3, 32, 32], transforms: IMAGES, loss: 'CrossEntropyLoss' };
  return [
    {
      ...color,
      group: 'Fully connected',
      name: 'fully-connected',
      classes: 2,
      layers: example(root, 'birds-vs-airplanes'),
      loss: 'NLLLoss',
    },
    { ...color, group: 'Convnet', name: 'convnet', classes: 2, layers: example(root, 'birds-convnet') },
    {
      ...color,
      group: 'Batch norm and dropout',
      name: 'batch-norm',
      classes: 10,
      layers: example(root, 'cifar10-convnet'),
    },
    {
      ...color,
      group: 'Convnet',
      name: 'one-logit',
      classes: 2,
      loss: 'BCEWithLogitsLoss',
      layers: numbered([
        { type: 'Conv2d', out_channels: 4, kernel_size: 3, stride: 2 },
        { type: 'ReLU' },
        { type: 'AdaptiveAvgPool2d', output_size: 1 },
        { type: 'Flatten' },
        { type: 'Linear', out_features: 1 },
      ]),
    },
    {
      group: 'One channel',
      name: 'gray',
      sample: [1, 28, 28],
      transforms: GRAY,
      loss: 'NLLLoss',
      classes: 10,
      layers: numbered([
        { type: 'Conv2d', out_channels: 6, kernel_size: 5, padding: 2 },
        { type: 'Tanh' },
        { type: 'AvgPool2d', kernel_size: 2 },
        { type: 'Flatten' },
        { type: 'Linear', out_features: 10 },
        { type: 'LogSoftmax', dim: 1 },
      ]),
    },
  ];
}

/** Steps on pixels, whose graph the raw input has before the model's. */
function transformModels() {
  const SMALLER = { type: 'Resize', size: 28 };
  const cases = [
    ['resize', [SMALLER]],
    ['resize-nearest', [{ ...SMALLER, interpolation: 'nearest' }]],
    ['resize-bicubic', [{ ...SMALLER, interpolation: 'bicubic' }]],
    ['enlarge', [{ type: 'Resize', size: 45 }]],
    ['crop', [{ type: 'CenterCrop', size: 25 }]],
    ['pad', [{ type: 'CenterCrop', size: 39 }]],
    ['gray', [{ type: 'Grayscale' }]],
    ['gray-3', [{ type: 'Grayscale', num_output_channels: 3 }]],
    ['all', [{ type: 'Resize', size: 30 }, { type: 'CenterCrop', size: 28 }, { type: 'Grayscale' }]],
  ];
  return cases.map(([name, steps]) => ({
    group: 'Transforms',
    name: `transforms-${name}`,
    sample: [3, 36, 36],
    transforms: [
      ...steps,
      ...(steps.some((step) => step.type === 'Grayscale' && !step.num_output_channels) ? GRAY : IMAGES),
    ],
    loss: 'CrossEntropyLoss',
    classes: 3,
    layers: numbered([
      { type: 'Conv2d', out_channels: 4, kernel_size: 3, stride: 2 },
      { type: 'ReLU' },
      { type: 'Flatten' },
      { type: 'Linear', out_features: 3 },
    ]),
  }));
}

/** Tables: of numbers only, and with texts; both have empty cells. */
function tableModels() {
  const perceptron = (outputs) =>
    numbered([
      { type: 'Linear', out_features: 8 },
      { type: 'Tanh' },
      { type: 'Linear', out_features: outputs },
    ]);
  const columns = {
    height: [10.5, null, 30, 25],
    'mean width': [1, 2, 4, 3],
    wood: { kinds: ['oak', 'ash', 'elm, old'], rows: [0, 1, null, 2] },
    age: [7, 8, 9, 10],
    cut: { kinds: ['no', 'yes'], rows: [0, 1, 1, 0] },
  };
  const table = (inputs, target) => ({
    source: { kind: 'inline', name: 'trees', columns },
    inputs,
    targets: [target],
    missing: 'fill',
    validation: null,
  });
  const scaled = (count) => [
    {
      type: 'Standardize',
      mean: Array.from({ length: count }, (_, i) => i / 2),
      std: Array.from({ length: count }, (_, i) => 1 + i),
    },
  ];
  return [
    {
      group: 'Table regression',
      name: 'table-regression',
      table: {
        ...table(['height', 'mean width'], 'age'),
        targetTransforms: [{ type: 'Standardize', mean: [8.5], std: [1.25] }],
      },
      transforms: scaled(2),
      loss: 'MSELoss',
      layers: perceptron(1),
    },
    {
      group: 'Table classification',
      name: 'table-numbers',
      table: table(['height', 'mean width'], 'cut'),
      transforms: scaled(2),
      loss: 'CrossEntropyLoss',
      layers: perceptron(2),
    },
    {
      group: 'Table with texts',
      name: 'table-texts',
      table: table(['height', 'wood'], 'cut'),
      transforms: scaled(5),
      loss: 'CrossEntropyLoss',
      layers: perceptron(2),
    },
  ];
}

/** Every layer, with the settings and shapes of its tests, then a linear layer. */
function layerModels(root) {
  const path = `${root}/engine/nn/layers/__fixtures__/layers.json`;
  const seen = new Set();
  return JSON.parse(readFileSync(path, 'utf8')).flatMap(({ type, params, input: [, ...sample] }) => {
    const key = JSON.stringify([type, params, sample]);
    if (seen.has(key)) return [];
    seen.add(key);
    const layers = numbered([{ type, ...params }, { type: 'Flatten' }, { type: 'Linear', out_features: 3 }]);
    return [
      {
        group: 'Every layer',
        name: `layer-${seen.size}-${type}`,
        sample,
        transforms: null,
        classes: 3,
        loss: 'CrossEntropyLoss',
        layers,
      },
    ];
  });
}

/** Random models of the whole catalog. */
const randomModels = (seed) =>
  fc.sample(anyModel, { seed, numRuns: 60 }).map(({ sample, layers }, i) => ({
    group: 'Random models',
    name: `random-${i}`,
    sample,
    transforms: null,
    classes: 3,
    loss: 'CrossEntropyLoss',
    layers,
    trains: true,
  }));

/** All models. */
export const models = (root, seed) => [
  ...imageModels(root),
  ...transformModels(),
  ...tableModels(),
  ...layerModels(root),
  ...randomModels(seed),
];
