import type { Fields, ParamValue, SavedParams } from '../base/fields.js';
import { type Fix, type PipelinePart, problem, type Problem } from '../base/problem.js';
import { augmentations } from '../data/augment/index.js';
import type { StepSpec } from '../data/step.js';
import { asClasses, columnNamed, isText, type Table, tableOf } from '../data/table.js';
import type { Figures, STAGES } from '../data/transforms/define.js';
import { stageOf, transforms } from '../data/transforms/index.js';
import type { LayerSpec } from '../nn/layers/define.js';
import { lossOf } from '../nn/losses/index.js';
import { optimizerOf, savedLearningRate } from '../nn/optimizers/index.js';
import { stepsOf } from './advice.js';
import { isImages, targetsOf } from './samples.js';
import {
  type DataSpec,
  type Edit,
  type ImageDataSpec,
  LAYER_NAME,
  MOST_STEPS,
  type Project,
  renamed,
} from './schema.js';
import { followSplit, withFigures } from './tableFigures.js';
import type { Template } from './templates.js';

type Layers = readonly LayerSpec[];

/** A new layer; its name and id are chosen when it is inserted. */
export interface NewLayer {
  readonly type: string;
  readonly name?: string;
  readonly params?: SavedParams;
}

/** Inserts layers before position `index` of the chain. */
export function insertLayers(added: readonly NewLayer[], index: number): Edit {
  return withLayers((layers) => {
    const known = [...layers];
    const fresh = added.map(({ type, name, params = {} }) => {
      const layer = { id: freeId(known), name: freeName(known, name ?? baseName(type)), type, params };
      known.push(layer);
      return layer;
    });
    return [...layers.slice(0, index), ...fresh, ...layers.slice(index)];
  });
}

/** Removes layers and closes the gaps in the chain. */
export function removeLayers(ids: readonly string[]): Edit {
  return (project) =>
    withoutPositions(ids)(withLayers((layers) => layers.filter(({ id }) => !ids.includes(id)))(project));
}

/** Makes layers of another type, with its settings at their defaults; a name that said the old type says the new one. */
export function changeLayers(ids: readonly string[], type: string): Edit {
  return (project) =>
    ids.reduce(
      (before, id) =>
        withLayers((layers) =>
          layers.map((layer) => {
            if (layer.id !== id) return layer;
            const isNamedByType = layer.name.replace(/_\d+$/, '') === baseName(layer.type);
            const name = isNamedByType ? freeName(layers, baseName(type)) : layer.name;
            return { ...layer, name, type, params: {} };
          }),
        )(before),
      project,
    );
}

/** Moves layers, keeping their order, before the layer now at position `index`. */
export function moveLayers(ids: readonly string[], index: number): Edit {
  return (project) => {
    const { layers } = project.model;
    const moved = layers.filter(({ id }) => ids.includes(id));
    const before = layers.slice(0, index).filter(({ id }) => !ids.includes(id));
    const after = layers.slice(index).filter(({ id }) => !ids.includes(id));
    const next = [...before, ...moved, ...after];
    if (next.every((layer, i) => layer === layers[i])) return project;
    return withoutPositions(ids)(withLayers(() => next)(project));
  };
}

/** Gives the project a name; an empty one changes nothing. */
export function renameProject(name: string): Edit {
  const trimmed = name.trim();
  return (project) => (trimmed === '' || trimmed === project.name ? project : { ...project, name: trimmed });
}

/** Renames a layer. The caller must check the name with `nameProblem` first. */
export function renameLayer(id: string, name: string): Edit {
  return changeLayer(id, (layer) => (layer.name === name ? layer : { ...layer, name }));
}

/** Sets one of a layer's parameters; undefined restores the default or the value inferred from the input. */
export function setParam(id: string, param: string, value: ParamValue | undefined): Edit {
  return changeLayer(id, (layer) => ({ ...layer, params: withValue(layer.params, param, value) }));
}

/** Sets a loss, with its settings at their defaults. */
export function setLoss(type: string): Edit {
  return setTraining({ loss: { type: lossOf(type).type } });
}

/** Sets an optimizer; keeps a learning rate that was chosen, since the default of another one may be wrong for it. */
export function setOptimizer(type: string): Edit {
  return (project) => {
    const { type: before, lr } = project.training.optimizer;
    const isDefault = lr === undefined || lr === savedLearningRate({ type: before });
    const kept = isDefault ? {} : { lr };
    return setTraining({ optimizer: { type: optimizerOf(type).type, ...kept } })(project);
  };
}

/** Sets how gradients are clipped or the learning rate warms up, with its settings at their defaults; null for not at all. */
export function setOptionalPart(part: 'clip' | 'warmUp', type: string | null): Edit {
  return (project) => {
    const { [part]: _, ...training } = project.training;
    return { ...project, training: type === null ? training : { ...training, [part]: { type } } };
  };
}

/** Sets how the learning rate changes, with the schedule's settings at their defaults; null for not at all. */
export function setSchedule(type: string | null): Edit {
  return setTraining({ schedule: type === null ? null : { type } });
}

/** The parts of the training settings that have a type and its settings. */
export type TypedPart = 'loss' | 'optimizer' | 'clip' | 'schedule' | 'warmUp';

/** Sets a setting of a part of the training settings. */
export function setTypedSetting(part: TypedPart, name: string, value: ParamValue): Edit {
  return (project) => setTraining({ [part]: { ...project.training[part], [name]: value } })(project);
}

/** Changes training settings; figures of a table's columns follow the seed, which draws the rows that train. */
export function setTraining(change: Partial<Project['training']>): Edit {
  return (project) => followSplit(project, { ...project, training: { ...project.training, ...change } });
}

/** Replaces the project's model, data and training settings with a template's. */
export function applyTemplate({ project: { data, model, training } }: Template): Edit {
  return (project) => ({ ...project, data, model, training, layout: {} });
}

function withLayers(change: (layers: Layers) => Layers): Edit {
  return (project) => {
    const layers = change(project.model.layers);
    return layers === project.model.layers ? project : { ...project, model: { layers: [...layers] } };
  };
}

function changeLayer(id: string, change: (layer: LayerSpec) => LayerSpec): Edit {
  return withLayers((layers) => {
    const layer = layers.find((one) => one.id === id);
    if (!layer) return layers;
    const changed = change(layer);
    return changed === layer ? layers : layers.map((one) => (one === layer ? changed : one));
  });
}

function withValue(params: SavedParams, name: string, value: ParamValue | undefined): SavedParams {
  const { [name]: _, ...others } = params;
  return value === undefined ? others : { ...params, [name]: value };
}

/** Saves the positions of nodes on the canvas. */
export function placeNodes(
  places: Readonly<Record<string, { readonly x: number; readonly y: number }>>,
): Edit {
  return (project) => ({
    ...project,
    layout: { ...project.layout, positions: { ...project.layout.positions, ...places } },
  });
}

/** Resets the layout of the chain, downward or to the right. */
export function arrange(direction: 'vertical' | 'horizontal'): Edit {
  return (project) => ({ ...project, layout: { direction } });
}

/** Discards the positions of layers, which then follow the previous layer. */
export function withoutPositions(ids: readonly string[]): Edit {
  return (project) => {
    const { positions } = project.layout;
    if (!positions || !ids.some((id) => id in positions)) return project;
    const kept = Object.entries(positions).filter(([id]) => !ids.includes(id));
    return { ...project, layout: { ...project.layout, positions: Object.fromEntries(kept) } };
  };
}

/** The reason why a layer cannot have this name; null if it can. */
export function nameProblem({ model }: Project, id: string, name: string): Problem | null {
  const at = model.layers.findIndex((layer) => layer.id === id);
  const options = { where: { kind: 'project', path: ['model', 'layers', at, 'name'] } } as const;
  if (!LAYER_NAME.test(name)) return problem('bad-layer/name', {}, options);
  const free = renamed(name);
  if (free !== null) return problem('bad-layer/reserved-name', { name, free }, options);
  const taken = model.layers.some((layer) => layer.id !== id && layer.name === name);
  return taken ? problem('bad-layer/name-taken', { name }, options) : null;
}

/** An unused layer id. */
export function freeId(layers: Layers): string {
  const used = new Set(layers.map(({ id }) => id));
  let n = layers.length + 1;
  while (used.has(`l${n}`)) n++;
  return `l${n}`;
}

/** `wanted`, with a number appended if the name is already taken. */
export function freeName(layers: Layers, wanted: string): string {
  const used = new Set(layers.map(({ name }) => name));
  if (!used.has(wanted)) return wanted;
  const stem = wanted.replace(/_\d+$/, '');
  let n = 2;
  while (used.has(`${stem}_${n}`)) n++;
  return `${stem}_${n}`;
}

/** The default name of a new layer of a type: `AdaptiveAvgPool2d` becomes `adaptive_avg_pool2d`. */
export function baseName(type: string): string {
  return type
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** A transform or augmentation, as an entry of a pipeline's list. */
interface StepKind {
  readonly type: string;
  readonly summary: string;
  readonly params: Fields;
  readonly suggested?: SavedParams;
  readonly stage?: (typeof STAGES)[number];
  readonly figures?: Figures;
}

/** The kind of an existing step. */
export function kindOf(step: StepSpec): StepKind {
  return KINDS.find(({ type }) => type === step.type)!;
}

const KINDS: readonly StepKind[] = [...augmentations, ...transforms];

/** All kinds of steps that this list can contain, for these samples. */
export function kindsOf(data: DataSpec, part: PipelinePart): readonly StepKind[] {
  const samples = isImages(data) ? 'images' : 'table';
  const fitting = transforms.filter(({ appliesTo }) => appliesTo === samples);
  const kinds: Readonly<Record<PipelinePart, readonly StepKind[]>> = {
    augment: isImages(data) ? augmentations : [],
    transforms: fitting,
    targetTransforms:
      targetsOf(data).kind === 'values' ? fitting.filter(({ inverse }) => inverse !== undefined) : [],
  };
  return kinds[part];
}

/** Adds a step with its suggested settings: at the end of its stage of the list. */
export function addStep(part: PipelinePart, type: string): Edit {
  return changeSteps(part, (steps, data) => {
    const kind = kindsOf(data, part).find((one) => one.type === type);
    if (!kind) return steps;
    const step = { type, ...kind.suggested };
    const next = steps.findIndex((one) => stageOf(kindOf(one)) > stageOf(kind));
    return next < 0 ? [...steps, step] : [...steps.slice(0, next), step, ...steps.slice(next)];
  });
}

/** Removes a step. */
export function removeStep(part: PipelinePart, index: number): Edit {
  return changeSteps(part, (steps) => steps.filter((_, i) => i !== index));
}

/** Moves a step to position `to`. */
export function moveStep(part: PipelinePart, index: number, to: number): Edit {
  return changeSteps(part, (steps) => {
    const step = steps[index];
    if (!step || index === to || to < 0 || to >= steps.length) return steps;
    const rest = steps.filter((_, i) => i !== index);
    return [...rest.slice(0, to), step, ...rest.slice(to)];
  });
}

/** Sets some of a step's settings. */
export function setStep(part: PipelinePart, index: number, settings: SavedParams): Edit {
  return changeSteps(part, (steps) =>
    steps.map((step, i) => (i === index ? { ...step, ...settings, type: step.type } : step)),
  );
}

/** Sets the figures of the step of this type, adding it if there is none. */
export function setFigures(part: PipelinePart, type: string, figures: SavedParams): Edit {
  return (project) => {
    const index = stepsOf(project.data, part).findIndex((step) => step.type === type);
    if (index >= 0) return setStep(part, index, figures)(project);
    return changeSteps(part, (steps) => [...steps, { type, ...figures }])(project);
  };
}

type Steps = readonly StepSpec[];

function changeSteps(part: PipelinePart, change: (steps: Steps, data: DataSpec) => Steps): Edit {
  return (project): Project => {
    const { data } = project;
    const steps = stepsOf(data, part);
    const changed = change(steps, data);
    const foreign = { augment: !isImages(data), transforms: false, targetTransforms: isImages(data) };
    if (changed === steps || changed.length > MOST_STEPS || foreign[part]) return project;
    return { ...project, data: { ...data, [part]: [...changed] } };
  };
}

/** The role of a column: input, target, or unused. */
export type ColumnRole = 'in' | 'out' | 'unused';

/** Changes the role of a column of the project's table and recomputes settings that derive from the columns. */
export function setColumnRole(name: string, role: ColumnRole): Edit {
  return (project) => {
    const { data } = project;
    const table = isImages(data) ? undefined : tableOf(data.source);
    if (isImages(data) || !table) return project;
    // Columns keep the order of the table, not the order in which they were chosen.
    const withRole = (wanted: ColumnRole, before: readonly string[]) =>
      Object.keys(table.columns).filter((one) => (one === name ? role === wanted : before.includes(one)));
    const inputs = withRole('in', data.inputs);
    const targets =
      role === 'out'
        ? compatibleTargets(name, withRole('out', data.targets), table)
        : withRole('out', data.targets);
    if (inputs.length === 0 || targets.length === 0) return project;
    const changed = { ...data, inputs, targets };
    return { ...project, data: withFigures(table, { data: changed, training: project.training }) };
  };
}

/** Makes the numbers in a column of the user's table classes. */
function treatAsClasses(name: string): Edit {
  return (project) => {
    const { data } = project;
    if (isImages(data) || data.source.kind !== 'inline') return project;
    const column = columnNamed(data.source, name);
    if (!column || isText(column)) return project;
    const columns = { ...data.source.columns, [name]: asClasses(column) };
    return { ...project, data: { ...data, source: { ...data.source, columns } } };
  };
}

/** Targets that can be combined with a new one: numbers with numbers, but text only alone. */
function compatibleTargets(name: string, targets: readonly string[], { columns }: Table): string[] {
  if (isText(columns[name]!)) return [name];
  return targets.filter((one) => !isText(columns[one]!));
}

/** Changes the image settings of a project that uses images. */
export function setImageData(change: Partial<Omit<ImageDataSpec, 'source'>>): Edit {
  return (project) => {
    if (!isImages(project.data)) return project;
    return { ...project, data: { ...project.data, ...change } };
  };
}

/** A fix that only edits the project; computing a step's settings also requires the data. */
export type EditingFix = Exclude<Fix, { readonly kind: 'compute-step' }>;

/** Applies a fix to a project. */
export function applyFix(project: Project, fix: EditingFix): Project {
  return (EDITS[fix.kind] as (fix: EditingFix) => Edit)(fix)(project);
}

const EDITS: { readonly [K in EditingFix['kind']]: (fix: Extract<EditingFix, { kind: K }>) => Edit } = {
  'set-param': ({ layerId, param, value }) => setParam(layerId, param, value),
  'insert-layer':
    ({ beforeLayerId, type }) =>
    (project) => {
      const { layers } = project.model;
      const index = layers.findIndex(({ id }) => id === beforeLayerId);
      return insertLayers([{ type }], index < 0 ? layers.length : index)(project);
    },
  'remove-layer': ({ layerId }) => removeLayers([layerId]),
  'change-layers': ({ layerIds, type }) => changeLayers(layerIds, type),
  'set-loss': ({ type }) => setLoss(type),
  'set-epochs': ({ epochs }) => setTraining({ epochs }),
  'treat-as-classes': ({ column }) => treatAsClasses(column),
  'set-learning-rate': ({ value }) => setTypedSetting('optimizer', 'lr', value),
  'balance-classes': ({ param }) => setTypedSetting('loss', param, 'balanced'),
  'add-step': ({ part, type }) => addStep(part, type),
  'remove-step': ({ part, index }) => removeStep(part, index),
  'move-step': ({ part, index, to }) => moveStep(part, index, to),
  'set-step': ({ part, index, param, value }) => setStep(part, index, { [param]: value }),
};
