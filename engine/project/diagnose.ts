import { resolveParams, type SavedParams } from '../base/fields.js';
import { type Fix, problem, type Problem } from '../base/problem.js';
import { BATCH } from '../base/shape.js';
import { canBeClasses, columnNamed, isText, tableOf } from '../data/table.js';
import { missingRows } from '../data/preparedTable.js';
import type { LayerSpec } from '../nn/layers/define.js';
import type { LossDefinition } from '../nn/losses/define.js';
import { lossOf, pairingProblem } from '../nn/losses/index.js';
import {
  type BoundModel,
  chainProblem,
  inspectModel,
  type LayerReport,
  modelOf,
  outputProblem,
  placeOf,
} from '../nn/model/bind.js';
import { scheduleOf } from '../nn/schedules/index.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import { numel } from '../tensor/tensor.js';
import { type Advice, advise } from './advice.js';
import { isImages, sampleShape, type Targets, targetsOf } from './samples.js';
import type { DataSpec, Project } from './schema.js';

/** The state of a possibly invalid project. */
export interface Diagnosis {
  /** Every layer, each with its own problem. */
  readonly reports: readonly LayerReport[];
  /** Problems of the whole model: its output, its size, its loss and optimizer. */
  readonly whole: readonly Problem[];
  /** All problems of the model, layers first. */
  readonly problems: readonly Problem[];
  /** Problems that prevent the preparation of the data. */
  readonly dataProblems: readonly Advice['problem'][];
  /** The whole model, if every layer fits. */
  readonly model: BoundModel | null;
}

/** The rows of a table that is in the project only by its columns, as an exported model describes it. */
function missing(data: DataSpec): readonly Problem[] {
  if (isImages(data)) return [];
  const table = tableOf(data.source);
  const found = table && missingRows(table, data);
  return found ? [found] : [];
}

/** Checks a project as training would, but continues after a problem and does not need the data. */
export function diagnose({ data, model, training }: Pick<Project, 'data' | 'model' | 'training'>): Diagnosis {
  const input = sampleShape(data);
  const targets = targetsOf(data);
  const loss = lossOf(training.loss.type);
  const reports = inspectModel(model.layers, input);
  const broken = chainProblem(reports);
  const bound = broken ? null : modelOf(reports, input);
  const onLayers = reports.flatMap(({ problem }) => problem ?? []);
  const whole =
    reports.length === 0
      ? [broken!]
      : [
          lossProblem(loss, model.layers, targets, training.loss, data),
          ...(bound ? modelProblems(bound, loss, targets) : []),
          optimizerProblem(training.optimizer),
          scheduleProblem(training),
        ].filter((found) => found !== null);
  const dataProblems = [
    ...missing(data),
    ...advise(data).flatMap((one) => (one.weight === 'problem' ? [one.problem] : [])),
  ];
  return { reports, whole, problems: [...onLayers, ...whole], dataProblems, model: bound };
}

/** The problem of a loss that does not suit the last layer or the targets. */
export function lossProblem(
  loss: LossDefinition,
  layers: readonly LayerSpec[],
  targets: Targets,
  settings: SavedParams,
  data: DataSpec,
): Problem | null {
  const unpaired = pairingProblem(loss, layers.at(-1)!, targets.kind);
  if (unpaired) return { ...unpaired, fixes: [...classesFix(loss, targets, data), ...unpaired.fixes] };
  const weights = weightsProblem(loss, settings, targets);
  if (weights) return weights;
  if (loss.threshold === null || targets.kind !== 'classes' || targets.names.length === 2) return null;
  return problem(
    'bad-pairing/two-classes',
    { loss: loss.type, classes: targets.names.length },
    {
      where: { kind: 'project', path: ['training', 'loss'] },
      fixes: [{ kind: 'set-loss', type: 'CrossEntropyLoss' }],
    },
  );
}

/** For a loss that compares classes: the only target's whole numbers can be some. */
function classesFix(loss: LossDefinition, targets: Targets, data: DataSpec): readonly Fix[] {
  if (isImages(data) || data.source.kind !== 'inline' || data.targets.length > 1) return [];
  const [name] = data.targets as [string];
  const column = columnNamed(data.source, name);
  const fits = targets.kind === 'values' && !loss.targets.includes('values');
  if (!fits || !column || isText(column) || !canBeClasses(column)) return [];
  return [{ kind: 'treat-as-classes', column: name }];
}

function weightsProblem(loss: LossDefinition, settings: SavedParams, targets: Targets): Problem | null {
  for (const [param, field] of Object.entries(loss.params)) {
    const given = settings[param];
    if (field.kind !== 'weights' || !Array.isArray(given)) continue;
    const expected = field.of === 'each' && targets.kind === 'classes' ? targets.names.length : 1;
    if (given.length === expected) continue;
    return problem(
      'bad-pairing/class-weights',
      { loss: loss.type, param, weights: given.length, expected },
      {
        where: { kind: 'project', path: ['training', 'loss', param] },
        fixes: [{ kind: 'balance-classes', param }],
      },
    );
  }
  return null;
}

/** Problems of a bound model: its output does not suit the targets and loss, or it is too large. */
export function modelProblems(model: BoundModel, loss: LossDefinition, targets: Targets): readonly Problem[] {
  return [wrongOutput(model, loss, targets), tooLarge(model)].filter((found) => found !== null);
}

function wrongOutput(model: BoundModel, loss: LossDefinition, targets: Targets): Problem | null {
  if (targets.kind === 'values') return outputProblem(model, [BATCH, targets.count], { kind: 'targets' });
  const count = targets.names.length;
  return loss.threshold === null
    ? outputProblem(model, [BATCH, count], { kind: 'classes', count })
    : outputProblem(model, [BATCH, 1], { kind: 'loss', type: loss.type });
}

/** An ONNX file is limited to 2 GiB, and each parameter takes four bytes. */
const MOST_PARAMETERS = 2 ** 29 - 1;

function tooLarge({ layers }: BoundModel): Problem | null {
  const sizes = layers.map(({ parameters }) => parameters.reduce((sum, { shape }) => sum + numel(shape), 0));
  const parameters = sizes.reduce((sum, size) => sum + size, 0);
  if (parameters <= MOST_PARAMETERS) return null;
  const largest = layers[sizes.indexOf(Math.max(...sizes))]!.spec;
  return problem(
    'bad-shape/too-many-parameters',
    { parameters, most: MOST_PARAMETERS },
    { where: placeOf(largest) },
  );
}

/** The problem of an optimizer's settings that cannot be combined. */
export function optimizerProblem(settings: Project['training']['optimizer']): Problem | null {
  const optimizer = optimizerOf(settings.type);
  return optimizer.check?.(resolveParams(optimizer.params, settings)) ?? null;
}

/** The problem of a schedule that gives no learning rate in some epoch. */
export function scheduleProblem({ schedule, epochs }: Project['training']): Problem | null {
  if (!schedule) return null;
  const definition = scheduleOf(schedule.type);
  return definition.check?.(resolveParams(definition.params, schedule), epochs) ?? null;
}
