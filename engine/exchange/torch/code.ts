import { type ParamsOf, type ParamValue, resolveParams, type SavedParams } from '../../base/fields.js';
import { callArguments, literal } from '../../base/python.js';
import type { Shape } from '../../base/shape.js';
import { VERSION } from '../../base/version.js';
import { stepsOnBytes } from '../../data/transforms/index.js';
import { clippingOf } from '../../nn/clipping.js';
import type { LayerSpec } from '../../nn/layers/define.js';
import { layerOf } from '../../nn/layers/index.js';
import { BALANCE } from '../../nn/losses/classWeights.js';
import type { LossDefinition } from '../../nn/losses/define.js';
import { lossOf } from '../../nn/losses/index.js';
import { inspectModel, type LayerReport } from '../../nn/model/bind.js';
import { optimizerOf, savedLearningRate } from '../../nn/optimizers/index.js';
import type { ScheduledCode } from '../../nn/schedules/define.js';
import { scheduleOf } from '../../nn/schedules/index.js';
import { warmUp } from '../../nn/schedules/warmUp.js';
import { classCount, isImages, sampleShape, targetsOf } from '../../project/samples.js';
import type { DataSpec, Project, TypedSettings } from '../../project/schema.js';
import { dataCode, setsCode, unitsCode } from './dataCode.js';

/** `model.py`: the network as PyTorch code, with the same names. Layers that do not fit are written unchanged. */
export function modelCode(project: Project): string {
  const layers = layersCode(project.model.layers, sampleShape(project.data), unitsCode(project.data));
  return `"""${title(project)}"""\n${layers}`;
}

/** Layers for an input as a Python module with `build_model`, and with a function for the outputs' `units`. */
export function layersCode(layers: readonly LayerSpec[], input: Shape, units = ''): string {
  const rows = inspectModel(layers, input).map(layerRow);
  return `from collections import OrderedDict

${units === '' ? '' : 'import torch\n'}from torch import nn


def build_model():
    return nn.Sequential(OrderedDict([
${rows.join('')}    ]))
${units}`;
}

/** `train.py`: trains the network of `model.py` with the same data, seed and settings. */
export function trainCode(project: Project): string {
  const { training, data } = project;
  const { epochs, batchSize, shuffle, seed } = training;
  const loss = lossOf(training.loss.type);
  const optimizer = optimizerOf(training.optimizer.type);
  const lossParams = resolveParams(loss.params, training.loss);
  const lossArguments = callArguments(loss.params, lossParams);
  const { lr, ...rest } = resolveParams(optimizer.params, training.optimizer);
  const { lr: _, ...fields } = optimizer.params;
  const settings = [`lr=${literal(lr!)}`, callArguments(fields, rest)].filter(Boolean).join(', ');
  const classes = targetsOf(data).kind === 'classes';
  const binary = classes && loss.threshold !== null;
  const [squeezed, wanted] = binary ? ['.squeeze(1)', 'targets.float()'] : ['', 'targets'];
  const schedule = scheduleCode(training);
  const followed = training.schedule && scheduleOf(training.schedule.type).followsLoss;
  return `"""${title(project)}"""
${dataImports(data, batchSize, schedule.creation)}
from model import build_model

${dataCode(data)}

torch.manual_seed(${seed})
${setsCode(data)}model = build_model()
${balanceCode(loss, training.loss, data)}loss_function = nn.${loss.type}(${lossArguments})
optimizer = torch.optim.${optimizer.type}(model.parameters(), ${settings})
${batchesCode(data, batchSize, shuffle)}${schedule.creation}
for epoch in range(1, ${epochs + 1}):
    model.train()
    total = 0.0
    for inputs, targets in ${batchSize === 'full' ? 'whole_set()' : 'batches'}:
        loss = loss_function(model(inputs)${squeezed}, ${wanted})
        optimizer.zero_grad()
        loss.backward()
${clipCode(training)}        optimizer.step()
${schedule.afterBatch}        total += loss.item()${lossParams['reduction'] === 'sum' ? '' : ' * len(inputs)'}
    line = f"epoch {epoch}: training loss {total / len(train_set):.6f}"
${followed ? '    watched_loss = total / len(train_set)\n' : ''}    if len(validation_set) > 0:
        model.eval()
        with torch.no_grad():
            inputs, targets = validation_set[:]
            outputs = model(inputs)
            ${validation(classes, loss.threshold)}
${followed ? `            watched_loss = loss_function(outputs${squeezed}, ${wanted}).item()\n` : ''}    print(line)
${schedule.afterEpoch}
torch.save(model.state_dict(), "weights.pt")
`;
}

/** The line that clips the gradients, if there is one. */
function clipCode({ clip }: Project['training']): string {
  if (!clip) return '';
  const { type, params } = clippingOf(clip.type);
  const settings = callArguments(params, resolveParams(params, clip));
  return `        nn.utils.${type}(model.parameters(), ${settings})\n`;
}

/** The lines of the learning rate schedule and of the warm-up before it; empty without them. */
function scheduleCode({ schedule, warmUp: saved, optimizer, epochs, batchSize }: Project['training']) {
  const stepsPerEpoch = batchSize === 'full' ? '1' : 'len(batches)';
  const warm = saved && resolveParams(warmUp.params, saved);
  const before = warm?.epochs ?? 0;
  const run = {
    lr: literal(savedLearningRate(optimizer)),
    epochs: Math.max(1, epochs - before),
    stepsPerEpoch,
  };
  const lines = schedule && scheduleLines(schedule, run);
  const steps = (every: 'batch' | 'epoch', condition: string) => {
    if (lines?.every !== every) return [];
    return warm ? [condition, `    ${lines.step}`] : [lines.step];
  };
  const rise = warm ? [`if epoch <= ${before}:`, '    warm_up.step()'] : [];
  return {
    creation: (lines?.creation ?? '') + (warm ? warmUpLine(warm, stepsPerEpoch) : ''),
    afterBatch: indented('        ', [...rise, ...steps('batch', 'else:')]),
    afterEpoch: indented('    ', steps('epoch', `if epoch > ${before}:`)),
  };
}

const indented = (by: string, lines: readonly string[]) => lines.map((line) => `${by}${line}\n`).join('');

function warmUpLine({ epochs, ...factor }: ParamsOf<typeof warmUp.params>, stepsPerEpoch: string): string {
  const { epochs: _, ...fields } = warmUp.params;
  const steps = stepsPerEpoch === '1' ? String(epochs) : `${epochs} * ${stepsPerEpoch}`;
  const settings = `optimizer, ${callArguments(fields, factor)}, total_iters=${steps}`;
  return `warm_up = torch.optim.lr_scheduler.${warmUp.type}(${settings})\n`;
}

/** The line that creates a scheduler, and the one that advances it. */
function scheduleLines(schedule: TypedSettings, run: Omit<ScheduledCode, 'args'>) {
  const definition = scheduleOf(schedule.type);
  const { type, params: fields, every, followsLoss } = definition;
  const params = resolveParams(fields, schedule);
  const args = (values: Readonly<Record<string, ParamValue>>) => callArguments(fields, values);
  const settings = definition.python ? definition.python(params, { ...run, args }) : args(params);
  const created = ['optimizer', settings].filter(Boolean).join(', ');
  return {
    every,
    creation: `schedule = torch.optim.lr_scheduler.${type}(${created})\n`,
    step: `schedule.step(${followsLoss ? 'watched_loss' : ''})`,
  };
}

/** The lines that compute balanced class weights, if the loss has any. */
function balanceCode({ params }: LossDefinition, saved: SavedParams, data: DataSpec): string {
  return Object.entries(params)
    .flatMap(([name, field]) => {
      if (field.kind !== 'weights' || saved[name] !== 'balanced') return [];
      const labels = isAugmented(data) ? 'train_set.labels' : 'train_set.tensors[1]';
      return [`labels = ${labels}`, ...BALANCE[field.of].python(classCount(data))];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function title({ name }: Project): string {
  return `${name.replace(/["\\]/g, "'")}. Made with Layerloom ${VERSION}.`;
}

/** A layer with its settings as a PyTorch expression: `nn.Linear(3072, 512)`. */
export function layerCode(type: string, params: Readonly<Record<string, ParamValue>>): string {
  return `nn.${type}(${callArguments(layerOf(type).params, params)})`;
}

function layerRow({ spec, bound }: LayerReport): string {
  const params = bound?.params ?? resolveParams(layerOf(spec.type).params, spec.params);
  return `        ("${spec.name}", ${layerCode(spec.type, params)}),\n`;
}

function validation(classes: boolean, threshold: number | null): string {
  if (!classes) return 'line += f", validation loss {loss_function(outputs, targets).item():.6f}"';
  const predicted =
    threshold === null ? 'outputs.argmax(dim=1)' : `(outputs.squeeze(1) > ${threshold}).long()`;
  return `accuracy = (${predicted} == targets).float().mean().item()
            line += f", validation accuracy {accuracy:.4f}"`;
}

type BatchSize = Project['training']['batchSize'];

/** Python's own modules of which generated code uses some. */
const MODULES = ['csv', 'io', 'json', 'math', 're', 'sys', 'unicodedata'];

/** The imports of `train.py`, whose schedule is created by `creation`; torchvision only if it is needed. */
function dataImports(data: DataSpec, batchSize: BatchSize, creation: string): string {
  const augmented = isAugmented(data);
  const onPil = isImages(data) && stepsOnBytes(data.transforms).length > 0;
  const loading = [
    ...(batchSize === 'full' ? [] : ['DataLoader']),
    ...(augmented ? ['Dataset'] : []),
    'TensorDataset',
    ...(batchSize === 'full' && augmented ? ['default_collate'] : []),
  ];
  const code = dataCode(data) + creation;
  const standard = [
    ...MODULES.filter((name) => new RegExp(`\\b${name}\\.[a-z]`).test(code)).map((name) => `import ${name}`),
    ...(code.includes('Path(') ? ['from pathlib import Path'] : []),
  ];
  return [
    ...standard,
    ...(standard.length > 0 ? [''] : []),
    'import torch',
    'from torch import nn',
    `from torch.utils.data import ${loading.join(', ')}`,
    ...(augmented || onPil ? ['from torchvision import transforms'] : []),
    ...(onPil ? ['from torchvision.transforms.functional import pil_to_tensor, to_pil_image'] : []),
    '',
  ].join('\n');
}

/** The batches of an epoch. Full batches use no DataLoader, because it would draw from the generator. */
function batchesCode(data: DataSpec, batchSize: BatchSize, shuffle: boolean): string {
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
