import { isImages } from '../../project/samples.js';
import type { DataSpec, Project } from '../../project/schema.js';
import { literal } from './python.js';

type BatchSize = Project['training']['batchSize'];

/** What `train.py` imports; torchvision only for what needs it. */
export function dataImports(data: DataSpec, batchSize: BatchSize): string {
  const augmented = isAugmented(data);
  const loading = [
    ...(batchSize === 'full' ? [] : ['DataLoader']),
    ...(augmented ? ['Dataset'] : []),
    'TensorDataset',
    ...(batchSize === 'full' && augmented ? ['default_collate'] : []),
  ];
  const standard = [
    ...(data.source.kind === 'images' ? ['import json'] : []),
    ...(isImages(data) ? ['import sys', 'from pathlib import Path'] : []),
  ];
  return [
    ...standard,
    ...(standard.length > 0 ? [''] : []),
    'import torch',
    'from torch import nn',
    `from torch.utils.data import ${loading.join(', ')}`,
    ...(augmented ? ['from torchvision import transforms'] : []),
    '',
  ].join('\n');
}

/** What gives the batches of an epoch. A DataLoader draws from the generator, which a loop on all samples does not. */
export function batchesCode(data: DataSpec, batchSize: BatchSize, shuffle: boolean): string {
  if (batchSize !== 'full') {
    return `batches = DataLoader(train_set, batch_size=${batchSize}, shuffle=${literal(shuffle)})\n`;
  }
  const all = isAugmented(data)
    ? 'default_collate([train_set[row] for row in range(len(train_set))])'
    : 'train_set[:]';
  return `

def whole_set():
    yield ${all}

`;
}

const isAugmented = (data: DataSpec) => isImages(data) && data.augment.length > 0;
