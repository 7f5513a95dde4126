import { z } from '../../engine/zod.js';
import { layerOf } from '../../engine/layers/index.js';
import type { LayerSpec } from '../../engine/project/schema.js';
import { edit, select, useDocument } from '../state/document.js';
import { insertLayers, moveLayer, removeLayers, type NewLayer } from '../state/edits.js';
import { announce, notice, show, useUi } from '../state/ui.js';

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

/** Moves the selected layer by one place in the chain. */
export function moveSelected(by: -1 | 1): void {
  const { project, selection } = useDocument.getState();
  const [id] = selection;
  if (!project || id === undefined || selection.length > 1) return;
  const at = project.model.layers.findIndex((layer) => layer.id === id);
  const to = at + by;
  if (to < 0 || to >= project.model.layers.length) return;
  edit(moveLayer(id, by < 0 ? to : to + 1));
  announce(`Moved to position ${to + 1}`);
}

/** Selects the layer before or after the selected one. */
export function selectNeighbour(by: -1 | 1): void {
  const { project, selection } = useDocument.getState();
  const layers = project?.model.layers ?? [];
  const at = layers.findIndex(({ id }) => id === (by < 0 ? selection[0] : selection.at(-1)));
  const next = at < 0 ? layers.at(by < 0 ? -1 : 0) : layers[at + by];
  if (!next) return;
  select([next.id]);
  announce(`${next.name}, ${next.type}`);
}

/** Selects every layer. */
export function selectAll(): void {
  const { project } = useDocument.getState();
  select(project?.model.layers.map(({ id }) => id) ?? []);
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
