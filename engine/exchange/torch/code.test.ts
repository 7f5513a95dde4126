import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProject } from '../../project/parse.js';
import type { ImageDataSpec, Project } from '../../project/schema.js';
import { modelCode, trainCode } from './code.js';

const example = (name: string) =>
  parseProject(readFileSync(new URL(`../../../assets/examples/${name}.loom`, import.meta.url), 'utf8'));

it('writes the model as a person would', () => {
  expect(modelCode(example('birds-vs-airplanes'))).toContain(`    return nn.Sequential(OrderedDict([
        ("0", nn.Flatten()),
        ("1", nn.Linear(3072, 512)),
        ("2", nn.Tanh()),
        ("3", nn.Linear(512, 2)),
        ("4", nn.LogSoftmax(dim=1)),
    ]))`);
});

it('passes optional settings only where they differ from the defaults of PyTorch', () => {
  const code = modelCode(example('cifar10-convnet'));
  expect(code).toContain('("conv1", nn.Conv2d(3, 32, 3, padding=1)),');
  expect(code).toContain('("norm1", nn.BatchNorm2d(32)),');
  expect(code).toContain('("pool1", nn.MaxPool2d(2)),');
  expect(code).toContain('("dropout", nn.Dropout()),');
});

it('trains with the same settings, seed first', () => {
  const code = trainCode(example('cifar10-convnet'));
  expect(code).toContain('optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)');
  expect(code).toContain('batches = DataLoader(train_set, batch_size=64, shuffle=True)');
  expect(code.indexOf('torch.manual_seed(0)')).toBeLessThan(code.indexOf('build_model()\n'));
});

it('clips gradients between the backward pass and the step', () => {
  const project = example('cifar10-convnet');
  const clip = { type: 'clip_grad_norm_', max_norm: 0.5 };
  expect(trainCode({ ...project, training: { ...project.training, clip } })).toContain(
    '        loss.backward()\n        nn.utils.clip_grad_norm_(model.parameters(), 0.5)\n        optimizer.step()\n',
  );
});

it('computes balanced class weights from the labels that train', () => {
  const project = example('cifar10-convnet');
  const loss = { type: 'CrossEntropyLoss', weight: 'balanced' };
  expect(trainCode({ ...project, training: { ...project.training, loss } })).toContain(`
labels = train_set.tensors[1]
counts = torch.bincount(labels, minlength=10).clamp(min=1)
class_weights = len(labels) / (10 * counts)
loss_function = nn.CrossEntropyLoss(weight=class_weights)
`);
});

it('augments only the training images, with torchvision, when they are fetched', () => {
  const project = example('birds-vs-airplanes');
  const augment = [
    { type: 'RandomCrop', padding: 4 },
    { type: 'RandomHorizontalFlip' },
    { type: 'RandomRotation', degrees: 10, interpolation: 'bilinear' },
    { type: 'RandomAffine', degrees: 5, shear: [-5, 5, 0, 0] },
    { type: 'TrivialAugmentWide' },
    { type: 'RandomErasing', scale: [0.1, 0.2] },
  ];
  const code = trainCode({ ...project, data: { ...project.data, augment } });
  expect(code).toContain(`augment = transforms.Compose([
    transforms.RandomCrop(32, padding=4),
    transforms.RandomHorizontalFlip(),
    transforms.RandomRotation(10, interpolation=transforms.InterpolationMode("bilinear")),
    transforms.RandomAffine(5, shear=(-5.0, 5.0, 0.0, 0.0)),
    transforms.TrivialAugmentWide(fill=0),
    transforms.RandomErasing(scale=(0.1, 0.2)),
])`);
  expect(code).toContain(
    'train_set = Augmented(*train_set.tensors)\nvalidation_set = TensorDataset(prepare(',
  );
  expect(trainCode(project)).not.toContain('torchvision');
});

it('runs transforms on pixels as on images of Pillow, and builds the model for their results', () => {
  const project = example('birds-vs-airplanes');
  const transforms = [{ type: 'Resize', size: 16 }, { type: 'Grayscale' }, { type: 'ToTensor' }];
  const changed = { ...project, data: { ...project.data, transforms } };
  const code = trainCode(changed);
  expect(code).toContain('from torchvision import transforms\nfrom torchvision.transforms.functional import');
  expect(code).toContain(
    '    return on_pil(transforms.Grayscale(), on_pil(transforms.Resize(16), images)).float() / 255\n',
  );
  const layers = [{ id: 'a', name: '0', type: 'Conv2d', params: {} }];
  expect(modelCode({ ...changed, model: { layers } })).toContain('nn.Conv2d(1, ');
});

it('uses all samples at once without a DataLoader, which would draw from the generator', () => {
  const project = example('birds-vs-airplanes');
  const training = { ...project.training, batchSize: 'full' } as const;
  const plain = trainCode({ ...project, training });
  expect(plain).toContain('from torch.utils.data import TensorDataset\n');
  expect(plain).toContain('    yield train_set[:]\n');
  expect(plain).toContain('for inputs, targets in whole_set():');
  const augment = [{ type: 'RandomHorizontalFlip' }];
  const augmented = trainCode({ ...project, training, data: { ...project.data, augment } });
  expect(augmented).toContain('from torch.utils.data import Dataset, TensorDataset, default_collate\n');
  expect(augmented).toContain('yield default_collate([train_set[row] for row in range(len(train_set))])');
});

it('reads a user table from a file, with text as one-hot inputs and as classes, and includes no data', () => {
  const columns = {
    size: [123.5, null, 3],
    wood: { kinds: ['oak', 'ash'], rows: [0, 1, 1] },
    tree: { kinds: ['a', 'b"'], rows: [1, 0, 0] },
  };
  const code = trainCode({
    ...example('thermometer-linear'),
    data: {
      source: { kind: 'inline', name: 'trees', columns },
      inputs: ['size', 'wood'],
      targets: ['tree'],
      validation: null,
      transforms: [],
    },
  });
  expect(code).toMatch(/^EMPTY = set\(\["", "na", .*\]\)$/m);
  expect(code).toContain(
    'inputs = torch.cat([numbers(rows, "size"), one_hot(rows, "wood", ["oak", "ash"])], dim=1)',
  );
  expect(code).toContain('targets = torch.tensor([["a", "b\\""].index(row["tree"]) for row in rows])');
  expect(code).not.toContain('123.5');
  expect(code).toContain('validation accuracy');
});

it('uses as many images of each class as the project, in the order of the files', () => {
  const project = example('birds-vs-airplanes');
  const code = trainCode({ ...project, data: { ...project.data, limitPerClass: 200 } });
  expect(code).toContain('train = limited(train, [LABELS[label] for label in sorted(LABELS)])');
  expect(code).toContain('[:200]');
  expect(trainCode(project)).not.toContain('limited');
});

it('reads user images from the files that the app stores, with their channels and test split', () => {
  const { data, ...rest } = example('cifar10-convnet');
  const source = { kind: 'images', id: 'f'.repeat(64), name: 'x', side: 28, channels: 1 } as const;
  const code = trainCode({
    ...rest,
    data: { ...(data as ImageDataSpec), source, validation: { from: 'test' } },
  });
  expect(code).toContain('pixels = read(folder / "images.bin").view(-1, 1, 28, 28)');
  expect(code).toContain('return train, choose(pixels, names, range(train_count, len(names)))');
  expect(code).toMatch(/^import json\nimport sys\nfrom pathlib import Path\n/m);
});

it('escapes quotes in names', () => {
  const project = { ...example('thermometer-linear'), name: '"""\nimport os' };
  expect(modelCode(project).split('"""')).toHaveLength(3);
});

it('writes betas of 0 as floats, which Adam needs', () => {
  const project = example('birds-vs-airplanes');
  const optimizer = { type: 'Adam', betas: [0, 0.99] };
  const code = trainCode({ ...project, training: { ...project.training, optimizer } });
  expect(code).toContain('betas=(0.0, 0.99)');
});

it('writes the defaults of omitted settings of transforms', () => {
  const images = example('birds-vs-airplanes');
  const transforms = [{ type: 'ToTensor' }, { type: 'Normalize' }];
  const normalized = trainCode({ ...images, data: { ...images.data, transforms } });
  expect(normalized).toContain('mean = torch.tensor((0.5, 0.5, 0.5))');
  expect(normalized).toContain('std = torch.tensor((0.5, 0.5, 0.5))');
  const table = example('thermometer-linear');
  const standardized = trainCode({
    ...table,
    data: { ...table.data, transforms: [{ type: 'Standardize' }] },
  });
  expect(standardized).toContain('torch.tensor((0.0,), dtype=torch.float32)');
  expect(standardized).toContain('torch.tensor((1.0,), dtype=torch.float32)');
});

describe('learning rate schedules', () => {
  const coded = (
    name: string,
    schedule: Project['training']['schedule'],
    change: Partial<Project['training']> = {},
  ) => {
    const project = example(name);
    return trainCode({ ...project, training: { ...project.training, schedule, ...change } });
  };

  it('step after each epoch', () => {
    const code = coded('birds-vs-airplanes', { type: 'StepLR', step_size: 20 });
    expect(code).toContain('\nschedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=20)\n');
    expect(code).toContain('    print(line)\n    schedule.step()\n');
  });

  it('step after each batch', () => {
    const code = coded('birds-vs-airplanes', { type: 'OneCycleLR' });
    expect(code).toContain('max_lr=0.01, epochs=100, steps_per_epoch=len(batches), cycle_momentum=False)');
    expect(code).toContain('        optimizer.step()\n        schedule.step()\n');
    expect(coded('thermometer-linear', { type: 'OneCycleLR' })).toContain('steps_per_epoch=1,');
  });

  it('last as long as the run', () => {
    expect(coded('birds-vs-airplanes', { type: 'CosineAnnealingLR' })).toContain('T_max=100)');
  });

  it('follow the validation loss, or the training loss without one', () => {
    const code = coded('birds-vs-airplanes', { type: 'ReduceLROnPlateau' });
    expect(code).toContain('    watched_loss = total / len(train_set)\n    if len(validation_set) > 0:');
    expect(code).toContain(
      '            watched_loss = loss_function(outputs, targets).item()\n    print(line)\n',
    );
    expect(code).toContain('    schedule.step(watched_loss)\n');
  });

  it("write a formula as Python's", () => {
    const code = coded('birds-vs-airplanes', {
      type: 'LambdaLR',
      lr_lambda: '(1 + cos(pi·epoch / epochs)) / 2',
    });
    expect(code).toContain('import math\n');
    expect(code).toContain('lr_lambda=lambda epoch: (1 + math.cos(math.pi*epoch / 100)) / 2)');
  });

  it('begin after a warm-up', () => {
    const warmUp = { type: 'LinearLR', epochs: 5 };
    const byEpoch = coded('birds-vs-airplanes', { type: 'CosineAnnealingLR' }, { warmUp });
    expect(byEpoch).toContain('T_max=95)\nwarm_up = torch.optim.lr_scheduler.LinearLR(');
    expect(byEpoch).toContain('start_factor=0.01, total_iters=5 * len(batches))');
    expect(byEpoch).toContain('        if epoch <= 5:\n            warm_up.step()\n');
    expect(byEpoch).toContain('    if epoch > 5:\n        schedule.step()\n');
    const byBatch = coded('birds-vs-airplanes', { type: 'OneCycleLR' }, { warmUp });
    expect(byBatch).toContain('            warm_up.step()\n        else:\n            schedule.step()\n');
    expect(coded('birds-vs-airplanes', null, { warmUp })).not.toContain('schedule.step()');
  });
});
