import { sentenceOf } from '../../engine/text/index.js';
import { z } from '../../engine/base/zod.js';
import { layerOf } from '../../engine/nn/layers/index.js';
import type { LayerSpec } from '../../engine/nn/layers/define.js';
import type { Project } from '../../engine/project/schema.js';
import { diagnosisOf } from '../state/diagnosis.js';
import { edit, select, useDocument } from '../state/document.js';
import { insertLayers, moveLayers, removeLayers, type NewLayer } from '../../engine/project/edits.js';
import { announce, notice, show, useUi } from '../state/ui.js';
import { shape } from '../ui/format.js';

/** Adds a layer after the selection, or at the end; it is selected then. */
export function append(type: string): void {
  const { project, selection } = useDocument.getState();
  if (!project) return;
  const last = project.model.layers.findIndex(({ id }) => id === selection.at(-1));
  insertAt([{ type }], last < 0 ? project.model.layers.length : last + 1);
}

/** Puts layers in before position `index`; they are selected then. */
export function insertAt(layers: readonly NewLayer[], index: number): void {
  edit(insertLayers(layers, index));
  const added = useDocument.getState().project?.model.layers.slice(index, index + layers.length) ?? [];
  select(added.map(({ id }) => id));
  useUi.setState({ inspectorTab: 'layer' });
  announce(`Added ${added.map(({ name }) => name).join(', ')} at position ${index + 1}`);
}

/** Takes the selected layers out and selects the neighbour. */
export function removeSelected(): void {
  const { project, selection } = useDocument.getState();
  if (!project || selection.length === 0) return;
  const { layers } = project.model;
  const first = layers.findIndex(({ id }) => id === selection[0]);
  edit(removeLayers(selection));
  const rest = useDocument.getState().project?.model.layers ?? [];
  const neighbour = rest[Math.min(first, rest.length - 1)];
  select(neighbour ? [neighbour.id] : []);
  announce(`Removed ${selection.length === 1 ? (layers[first]?.name ?? '') : `${selection.length} layers`}`);
}

/** Puts a copy of the selected layers after them. */
export function duplicate(): void {
  const { project, selection } = useDocument.getState();
  if (!project || selection.length === 0) return;
  const after = project.model.layers.findIndex(({ id }) => id === selection.at(-1)) + 1;
  insertAt(selectedLayers().map(copied), after);
}

/** Moves the selected layers by one place in the chain. */
export function moveSelected(by: -1 | 1): void {
  const { project, selection } = useDocument.getState();
  if (!project || selection.length === 0) return;
  const { layers } = project.model;
  const places = selection.map((id) => layers.findIndex((layer) => layer.id === id));
  const to = by < 0 ? Math.min(...places) - 1 : Math.max(...places) + 2;
  if (to < 0 || to > layers.length) return;
  edit(moveLayers(selection, to));
  announce(`Moved to position ${placeOf(selection[0]!) + 1} of ${layers.length}`);
}

/** Selects the layer before or after the selected one; `extend` keeps those that are selected. */
export function selectNeighbour(by: -1 | 1, extend = false): void {
  const { project, selection } = useDocument.getState();
  const layers = project?.model.layers ?? [];
  const at = layers.findIndex(({ id }) => id === (by < 0 ? selection[0] : selection.at(-1)));
  const next = at < 0 ? layers.at(by < 0 ? -1 : 0) : layers[at + by];
  if (!project || !next) return;
  select(extend ? [...selection, next.id] : [next.id]);
  const chosen = useDocument.getState().selection.length;
  announce(chosen > 1 ? `${chosen} layers selected` : layerWords(project, next.id));
}

/** What a screen reader says of a layer: name, type, place, and its output or what is wrong with it. */
export function layerWords(project: Project, id: string): string {
  const { reports } = diagnosisOf(project);
  const at = reports.findIndex(({ spec }) => spec.id === id);
  const { spec, bound, problem } = reports[at]!;
  const state = problem ? `problem: ${sentenceOf(problem)}` : bound ? `output ${shape(bound.output)}` : '';
  return [`${spec.name}, ${spec.type}`, `${at + 1} of ${reports.length}`, state].filter(Boolean).join(', ');
}

function placeOf(id: string): number {
  return useDocument.getState().project?.model.layers.findIndex((layer) => layer.id === id) ?? -1;
}

/** Selects every layer. */
export function selectAll(): void {
  const { project } = useDocument.getState();
  select(project?.model.layers.map(({ id }) => id) ?? []);
  announce(`${project?.model.layers.length ?? 0} layers selected`);
}

/** Edits the selected layer's name on the canvas. */
export function startRename(): void {
  const [id] = useDocument.getState().selection;
  if (id === undefined) return;
  show('build');
  useUi.setState({ renaming: id });
}

/** Selected layers as text for the clipboard; null when nothing is selected. */
export function copyText(): string | null {
  const layers = selectedLayers();
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

/** Puts layers from the clipboard's text after the selection. Text that holds no layers is left alone. */
export function pasteText(text: string): void {
  if (!text.startsWith('{"layerloom"')) return;
  const { project, selection } = useDocument.getState();
  if (!project) return;
  try {
    const { layerloom } = clipboardSchema.parse(JSON.parse(text));
    for (const { type } of layerloom) layerOf(type);
    const last = project.model.layers.findIndex(({ id }) => id === selection.at(-1));
    insertAt(layerloom, last < 0 ? project.model.layers.length : last + 1);
  } catch {
    notice('bad', 'What is on the clipboard looks like layers, but cannot be read as such.');
  }
}

function selectedLayers(): LayerSpec[] {
  const { project, selection } = useDocument.getState();
  return project?.model.layers.filter(({ id }) => selection.includes(id)) ?? [];
}

function copied({ type, name, params }: LayerSpec): Required<NewLayer> {
  return { type, name, params };
}
