import type { ParamValue, SavedParams } from '../base/fields.js';
import { problem, type Problem } from '../base/problem.js';
import type { LayerSpec } from '../nn/layers/define.js';
import { lossOf } from '../nn/losses/index.js';
import { optimizerOf, savedLearningRate } from '../nn/optimizers/index.js';
import { LAYER_NAME, renamed } from './layerName.js';
import type { Edit, Project } from './schema.js';
import { followSplit } from './tableFigures.js';
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
