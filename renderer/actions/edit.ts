import type { Fix, Problem } from '../../engine/base/problem.js';
import { z } from '../../engine/base/zod.js';
import type { LayerSpec } from '../../engine/nn/layers/define.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import {
  applyFix,
  insertLayers,
  moveLayers,
  type NewLayer,
  removeLayers,
} from '../../engine/project/edits.js';
import type { Edit, Project } from '../../engine/project/schema.js';
import { fixLabel, sentenceOf } from '../../engine/text/index.js';
import type { App } from '../app.js';
import { edit, select } from '../state/document.js';
import { announce, notice, openInspector, show } from '../state/ui.js';
import { shape } from '../ui/format.js';
import { computeStep } from './data.js';

/** Adds a layer after the selection, or at the end, and selects it. */
export function append(app: App, type: string): void {
  if (app.document.getState().project) insertAt(app, [{ type }], afterSelection(app));
}

/** The position after the selection, or the end of the chain. */
function afterSelection(app: App): number {
  const { project, selection } = app.document.getState();
  const layers = project?.model.layers ?? [];
  const last = layers.findIndex(({ id }) => id === selection.at(-1));
  return last < 0 ? layers.length : last + 1;
}

/** Inserts layers before position `index` and selects them. */
export function insertAt(app: App, layers: readonly NewLayer[], index: number): void {
  edit(app, fittingTargets(app, insertLayers(layers, index)));
  const added = app.document.getState().project?.model.layers.slice(index, index + layers.length) ?? [];
  select(
    app,
    added.map(({ id }) => id),
  );
  app.ui.setState({ inspectorTab: 'layer' });
  announce(app, `Added ${added.map(({ name }) => name).join(', ')} at position ${index + 1}`);
}

/** An insertion of layers; a new last one starts with the size that the targets need, if it was given none. */
function fittingTargets(app: App, insert: Edit): Edit {
  return (project) => {
    const inserted = insert(project);
    const last = inserted.model.layers.at(-1);
    if (!last || project.model.layers.some(({ id }) => id === last.id)) return inserted;
    const size = app
      .diagnose(inserted)
      .whole.flatMap(({ fixes }) => fixes)
      .find((one) => one.kind === 'set-param' && one.layerId === last.id && !(one.param in last.params));
    return size?.kind === 'set-param' ? applyFix(inserted, size) : inserted;
  };
}

/** Removes the selected layers and selects a neighbor. */
export function removeSelected(app: App): void {
  const { project, selection } = app.document.getState();
  if (!project || selection.length === 0) return;
  const { layers } = project.model;
  const first = layers.findIndex(({ id }) => id === selection[0]);
  edit(app, removeLayers(selection));
  const rest = app.document.getState().project?.model.layers ?? [];
  const neighbor = rest[Math.min(first, rest.length - 1)];
  select(app, neighbor ? [neighbor.id] : []);
  announce(
    app,
    `Removed ${selection.length === 1 ? (layers[first]?.name ?? '') : `${selection.length} layers`}`,
  );
}

/** Inserts a copy of the selected layers after them. */
export function duplicate(app: App): void {
  const layers = selectedLayers(app);
  if (layers.length > 0) insertAt(app, layers.map(copied), afterSelection(app));
}

/** Moves the selected layers by one position in the chain. */
export function moveSelected(app: App, by: -1 | 1): void {
  const { project, selection } = app.document.getState();
  if (!project || selection.length === 0) return;
  const { layers } = project.model;
  const places = selection.map((id) => layers.findIndex((layer) => layer.id === id));
  const to = by < 0 ? Math.min(...places) - 1 : Math.max(...places) + 2;
  if (to < 0 || to > layers.length) return;
  edit(app, moveLayers(selection, to));
  const place =
    app.document.getState().project?.model.layers.findIndex(({ id }) => id === selection[0]) ?? -1;
  announce(app, `Moved to position ${place + 1} of ${layers.length}`);
}

/** Selects the previous or next node of the chain; `extend` keeps the current selection, and takes only layers. */
export function selectNeighbor(app: App, by: -1 | 1, extend = false): void {
  const { project, selection, selectedEnd } = app.document.getState();
  if (!project) return;
  const layers = project.model.layers.map(({ id }) => id);
  const chain = extend ? layers : ['input', ...layers, 'output'];
  const from = selectedEnd ?? (by < 0 ? selection[0] : selection.at(-1));
  const next = from === undefined ? layers.at(by < 0 ? -1 : 0) : chain[chain.indexOf(from) + by];
  if (next === undefined) return;
  select(app, extend ? [...selection, next] : [next]);
  const { selection: chosen, selectedEnd: end } = app.document.getState();
  if (end) announce(app, end === 'input' ? 'Input' : 'Output');
  else announce(app, chosen.length > 1 ? `${chosen.length} layers selected` : layerWords(app, project, next));
}

/** Selects all layers between the selection and a layer. */
export function selectUpTo(app: App, id: string): void {
  const { project, selection } = app.document.getState();
  const layers = project?.model.layers.map((layer) => layer.id) ?? [];
  const places = [...selection, id].map((one) => layers.indexOf(one)).filter((place) => place >= 0);
  select(app, layers.slice(Math.min(...places), Math.max(...places) + 1));
}

/** Screen-reader text for a layer: name, type, position, and its output shape or problem. */
function layerWords(app: App, project: Project, id: string): string {
  const { reports } = app.diagnose(project);
  const at = reports.findIndex(({ spec }) => spec.id === id);
  const { spec, bound, problem } = reports[at]!;
  const state = problem ? `problem: ${sentenceOf(problem)}` : bound ? `output ${shape(bound.output)}` : '';
  return [`${spec.name}, ${spec.type}`, `${at + 1} of ${reports.length}`, state].filter(Boolean).join(', ');
}

/** Selects every layer. */
export function selectAll(app: App): void {
  const { project } = app.document.getState();
  select(app, project?.model.layers.map(({ id }) => id) ?? []);
  announce(app, `${project?.model.layers.length ?? 0} layers selected`);
}

/** Starts editing the selected layer's name on the canvas. */
export function startRename(app: App): void {
  const [id] = app.document.getState().selection;
  if (id === undefined) return;
  show(app, 'build');
  app.ui.setState({ renaming: id });
}

/** The selected layers as clipboard text; null if nothing is selected. */
export function copyText(app: App): string | null {
  const layers = selectedLayers(app);
  return layers.length === 0 ? null : JSON.stringify({ layerloom: layers.map(copied) });
}

const clipboardSchema = z.strictObject({
  layerloom: z
    .array(
      z.strictObject({
        type: z.string(),
        name: z.string().regex(/^[A-Za-z0-9_]{1,64}$/),
        params: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.array(z.number())])),
      }),
    )
    .min(1)
    .max(1000),
});

/** Inserts layers from clipboard text after the selection. Ignores text that contains no layers. */
export function pasteText(app: App, text: string): void {
  if (!text.startsWith('{"layerloom"')) return;
  if (!app.document.getState().project) return;
  try {
    const { layerloom } = clipboardSchema.parse(JSON.parse(text));
    for (const { type } of layerloom) layerOf(type);
    insertAt(app, layerloom, afterSelection(app));
  } catch {
    notice(app, 'bad', 'The copied layers could not be read.');
  }
}

function selectedLayers(app: App): LayerSpec[] {
  const { project, selection } = app.document.getState();
  return project?.model.layers.filter(({ id }) => selection.includes(id)) ?? [];
}

function copied({ type, name, params }: LayerSpec): Required<NewLayer> {
  return { type, name, params };
}

/** Selects a layer and shows it on the canvas and in the inspector. */
export function goToLayer(app: App, id: string): void {
  const { project } = app.document.getState();
  if (!project) return;
  show(app, 'build');
  openInspector(app, 'layer');
  select(app, [id]);
  announce(app, layerWords(app, project, id));
}

/** Shows the source of a problem: a layer, or the training settings. */
export function goToProblem(app: App, problem: Problem): void {
  const { project } = app.document.getState();
  const report = project && app.diagnose(project).reports.find((one) => one.problem === problem);
  if (report) goToLayer(app, report.spec.id);
  else {
    openInspector(app, 'training');
    show(app, 'build');
  }
}

/** Applies a fix to the open project and announces it. */
export function fix(app: App, one: Fix): void {
  if (one.kind === 'compute-step') void computeStep(app, one.part, one.type);
  else edit(app, (project) => applyFix(project, one));
  announce(app, `Done: ${fixLabel(one)}`);
}
