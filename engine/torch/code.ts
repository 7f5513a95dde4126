import { resolveParams } from '../fields.js';
import { CIFAR10_CLASSES } from '../data/cifar10.js';
import { tableOf } from '../data/tables.js';
import { layerOf } from '../layers/index.js';
import { lossOf } from '../losses/index.js';
import type { LayerReport } from '../model/bind.js';
import { inspectModel } from '../model/bind.js';
import { optimizerOf } from '../optimizers/index.js';
import { isImages, sampleShape } from '../project/samples.js';
import type { ImageDataSpec, Project, TableDataSpec } from '../project/schema.js';
import { VERSION } from '../version.js';
import { keptImagesData } from './keptImages.js';
import { callArguments, literal } from './python.js';

/** `model.py`: the network as PyTorch code, with the same names. Layers that do not fit are written as they are. */
export function modelCode(project: Project): string {
  const rows = inspectModel(project.model.layers, sampleShape(project.data)).map(layerRow);
  return `"""${title(project)}"""
from collections import OrderedDict

from torch import nn


def build_model():
    return nn.Sequential(OrderedDict([
${rows.join('')}    ]))
`;
}

/** `train.py`: trains the network of `model.py` with the same data, seed and settings. */
export function trainCode(project: Project): string {
  const { training, data } = project;
  const { epochs, batchSize, shuffle, seed } = training;
  const loss = lossOf(training.loss.type);
  const optimizer = optimizerOf(training.optimizer.type);
  const lossArguments = callArguments(loss.params, resolveParams(loss.params, training.loss));
  const { lr, ...rest } = resolveParams(optimizer.params, training.optimizer);
  const { lr: _, ...fields } = optimizer.params;
  const settings = [`lr=${literal(lr!)}`, callArguments(fields, rest)].filter(Boolean).join(', ');
  const images = isImages(data);
  const size = batchSize === 'full' ? 'len(train_set)' : String(batchSize);
  return `"""${title(project)}"""
${data.source.kind === 'images' ? 'import json\n' : ''}${images ? 'import sys\nfrom pathlib import Path\n\n' : ''}import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from model import build_model

${images ? imageData(data) : tableData(data)}

torch.manual_seed(${seed})
train_set, validation_set = load_data()
model = build_model()
loss_function = nn.${loss.type}(${lossArguments})
optimizer = torch.optim.${optimizer.type}(model.parameters(), ${settings})
batches = DataLoader(train_set, batch_size=${size}, shuffle=${literal(shuffle)})

for epoch in range(1, ${epochs + 1}):
    model.train()
    total = 0.0
    for inputs, targets in batches:
        loss = loss_function(model(inputs)${loss.oneLogit ? '.squeeze(1)' : ''}, targets${loss.oneLogit ? '.float()' : ''})
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
    line = f"epoch {epoch}: training loss {total / len(train_set):.6f}"
    if len(validation_set) > 0:
        model.eval()
        with torch.no_grad():
            inputs, targets = validation_set[:]
            outputs = model(inputs)
            ${validation(images, loss.oneLogit)}
    print(line)

torch.save(model.state_dict(), "weights.pt")
`;
}

function title({ name }: Project): string {
  return `${name.replace(/["\\]/g, "'")}. Made with Layerloom ${VERSION}.`;
}

function layerRow({ spec, bound }: LayerReport): string {
  const { params: fields } = layerOf(spec.type);
  const params = bound?.params ?? resolveParams(fields, spec.params);
  return `        ("${spec.name}", nn.${spec.type}(${callArguments(fields, params)})),\n`;
}

function validation(images: boolean, oneLogit: boolean): string {
  if (!images) return 'line += f", validation loss {loss_function(outputs, targets).item():.6f}"';
  const predicted = oneLogit ? '(outputs.squeeze(1) > 0).long()' : 'outputs.argmax(dim=1)';
  return `accuracy = (${predicted} == targets).float().mean().item()
            line += f", validation accuracy {accuracy:.4f}"`;
}

function imageData(data: ImageDataSpec): string {
  const normalize = data.transforms.find(({ type }) => type === 'Normalize');
  const column = (values: unknown) => `torch.tensor(${literal(values as number[])}).view(-1, 1, 1)`;
  const lines = normalize
    ? `    mean = ${column(normalize['mean'])}\n    std = ${column(normalize['std'])}\n    images = (images - mean) / std\n`
    : '';
  return data.source.kind === 'cifar10'
    ? cifar10Data(data, lines)
    : keptImagesData(data, data.source, lines, split(holdOut(data)));
}

function cifar10Data(data: ImageDataSpec, lines: string): string {
  const labels = data.classes.map(
    (name, i) => `${CIFAR10_CLASSES.findIndex((known) => known === name)}: ${i}`,
  );
  return `# Labels in CIFAR-10's files and what they become: ${data.classes.join(', ')}.
LABELS = {${labels.join(', ')}}


def read(folder, names):
    raw = b"".join((Path(folder) / name).read_bytes() for name in names)
    records = torch.frombuffer(bytearray(raw), dtype=torch.uint8).view(-1, 3073)
    chosen = [row for row, label in enumerate(records[:, 0].tolist()) if label in LABELS]
    labels = torch.tensor([LABELS[label] for label in records[chosen, 0].tolist()])
    images = records[chosen, 1:].view(-1, 3, 32, 32).float() / 255
${lines}    return TensorDataset(images, labels)


def load_data():
    """CIFAR-10's binary version, from the folder named on the command line."""
    folder = sys.argv[1] if len(sys.argv) > 1 else "cifar-10-batches-bin"
    train = read(folder, [f"data_batch_{i}.bin" for i in range(1, 6)])
${imageSplit(data)}`;
}

function imageSplit({ validation: from }: ImageDataSpec): string {
  if (from?.from === 'test') return '    return train, read(folder, ["test_batch.bin"])\n';
  return split(from?.share ?? 0);
}

const holdOut = ({ validation: from }: ImageDataSpec) => (from?.from === 'train' ? from.share : 0);

function tableData(data: TableDataSpec): string {
  const table = tableOf(data.source);
  const columns = (names: readonly string[]) =>
    names.map((name) => `torch.tensor(${literal(table?.columns[name] ?? [])})`).join(', ');
  return `def load_data():
    inputs = torch.stack([${columns(data.inputs)}], dim=1)
${data.transforms.map(tableStep).join('')}    targets = torch.stack([${columns(data.targets)}], dim=1)
    train = TensorDataset(inputs, targets)
${split(data.validation?.share ?? 0)}`;
}

/** A transform of a table's inputs as a line of Python. */
function tableStep(step: TableDataSpec['transforms'][number]): string {
  if (step.type === 'Scale') return `    inputs = inputs * ${literal(step['factor'] ?? 1)}\n`;
  const row = (values: unknown) => `torch.tensor(${literal(values as number[])})`;
  return `    inputs = (inputs - ${row(step['mean'])}) / ${row(step['std'])}\n`;
}

/** Holds out the last part of a permutation, before the model draws its parameters. */
function split(share: number): string {
  if (share === 0) return '    return train, TensorDataset(*(tensor[:0] for tensor in train.tensors))\n';
  return `    order = torch.randperm(len(train))
    kept = len(train) - int(${share} * len(train))
    part = lambda rows: TensorDataset(*(tensor[rows] for tensor in train.tensors))
    return part(order[:kept]), part(order[kept:])
`;
}
