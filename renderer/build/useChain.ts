import { type NodeChange, useReactFlow, useStore, type XYPosition } from '@xyflow/react';
import { type DragEvent, type MouseEvent, type RefObject, useCallback, useMemo, useState } from 'react';
import { moveLayers, placeNodes } from '../../engine/project/edits.js';
import { insertAt, selectUpTo } from '../actions/edit.js';
import type { App } from '../app.js';
import { edit, select } from '../state/document.js';
import { announce } from '../state/ui.js';
import { useApp, useDiagnosis, useDocument, useFindings } from '../useApp.js';
import type { ChainEdge } from './ChainEdge.js';
import { gapUnder, nearestGap } from './insertion.js';
import { nodesPerLine } from './layout.js';
import { type ChainNode, chainNodes } from './nodes.js';
import { LAYER_MIME } from './Palette.js';
import { roomFor } from './view.js';

type Places = ReadonlyMap<string, XYPosition>;
const NOWHERE: Places = new Map();

/** React Flow's nodes, edges, and event handlers for the open project. */
export function useChain(root: RefObject<HTMLElement | null>) {
  const app = useApp();
  const flow = useReactFlow<ChainNode>();
  const project = useDocument((state) => state.project);
  const selection = useDocument((state) => state.selection);
  const selectedEnd = useDocument((state) => state.selectedEnd);
  const diagnosis = useDiagnosis();
  const findings = useFindings();
  /** Positions of the nodes being dragged; saved in the project when they are dropped. */
  const [dragged, setDragged] = useState(NOWHERE);

  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const count = (project?.model.layers.length ?? 0) + 2;
  const direction = project?.layout.direction;
  const perLine = useMemo(
    () => nodesPerLine(count, roomFor({ width, height }), direction),
    [count, width, height, direction],
  );
  const chain = useMemo(
    () => (project && diagnosis ? chainNodes(project, diagnosis, perLine, findings) : []),
    [project, diagnosis, perLine, findings],
  );
  // Unchanged nodes keep their identity, so that React Flow does not update them.
  const withSelection = useMemo(() => {
    const selected = new Set<string>(selectedEnd ? [selectedEnd] : selection);
    return chain.map((node) => (selected.has(node.id) ? { ...node, selected: true } : node));
  }, [chain, selection, selectedEnd]);
  const nodes = useMemo(
    () =>
      withSelection.map((node) => {
        const position = dragged.get(node.id);
        return position ? { ...node, position } : node;
      }),
    [withSelection, dragged],
  );
  const edges = useMemo(() => edgesBetween(chain), [chain]);

  /** Marks the gap that is the drop target, by its index. */
  const markGap = useCallback(
    (gap: number | null) => {
      const insertBefore = gap === null ? null : chain[gap + 1]!.id;
      if (insertBefore !== app.ui.getState().insertBefore) app.ui.setState({ insertBefore });
    },
    [chain],
  );

  const onNodesChange = useCallback((changes: NodeChange<ChainNode>[]) => {
    const moved = changes.filter((change) => change.type === 'position');
    if (moved.length > 0) {
      const isDragging = moved.some((change) => change.dragging);
      setDragged(isDragging ? new Map(moved.map(({ id, position }) => [id, position!])) : NOWHERE);
    }
    const chosen = changes.filter((change) => change.type === 'select');
    if (chosen.length === 0) return;
    const ids = new Set(app.document.getState().selection);
    for (const { id, selected } of chosen) {
      if (selected) ids.add(id);
      else ids.delete(id);
    }
    select(app, [...ids]);
    if (chosen.some(({ selected }) => selected)) app.ui.setState({ inspectorTab: 'layer' });
  }, []);

  const onNodeClick = useCallback(({ shiftKey }: MouseEvent, { id }: ChainNode) => {
    if (shiftKey) selectUpTo(app, id);
  }, []);
  const onNodeContextMenu = useCallback((_event: unknown, { id, selected }: ChainNode) => {
    if (!selected) select(app, [id]);
  }, []);

  const onNodeDrag = useCallback(
    (_event: unknown, node: ChainNode, nodes: readonly ChainNode[]) =>
      markGap(nodes.length === 1 ? gapUnder(chain, node) : null),
    [chain, markGap],
  );
  const onNodeDragStop = useCallback(
    (_event: unknown, node: ChainNode, nodes: readonly ChainNode[]) => {
      markGap(null);
      const target = nodes.length === 1 ? gapUnder(chain, node) : null;
      if (target === null) place(app, nodes, chain);
      else reorder(app, node, target);
    },
    [chain, markGap],
  );
  const onSelectionDragStop = useCallback(
    (_event: unknown, nodes: readonly ChainNode[]) => place(app, nodes, chain),
    [chain],
  );

  const gapAtPointer = ({ clientX, clientY }: DragEvent) =>
    nearestGap(chain, flow.screenToFlowPosition({ x: clientX, y: clientY })).index;
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(LAYER_MIME)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    markGap(gapAtPointer(event));
  };
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent) => {
    // Ignore moves between elements within the canvas.
    if (!(relatedTarget instanceof Element && currentTarget.contains(relatedTarget))) markGap(null);
  };
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(LAYER_MIME);
    markGap(null);
    if (type === '') return;
    event.preventDefault();
    insertAt(app, [{ type }], gapAtPointer(event));
    root.current?.focus();
  };
  return {
    nodes,
    edges,
    onNodesChange,
    onNodeClick,
    onNodeContextMenu,
    onNodeDrag,
    onNodeDragStop,
    onSelectionDragStop,
    onDragOver,
    onDragLeave,
    onDrop,
  };
}

/** The edges between neighboring nodes. */
function edgesBetween(nodes: readonly ChainNode[]): ChainEdge[] {
  return nodes.slice(1).map(({ id }, i) => ({
    id,
    type: 'chain',
    source: nodes[i]!.id,
    target: id,
    selectable: false,
    domAttributes: { 'aria-hidden': true },
  }));
}

function reorder(app: App, { id, data }: ChainNode, target: number): void {
  edit(app, moveLayers([id], target));
  const layers = app.document.getState().project?.model.layers ?? [];
  announce(app, `Moved ${data.name} to position ${layers.findIndex((layer) => layer.id === id) + 1}`);
}

/** Saves the positions of dropped nodes that have moved. */
function place(app: App, dropped: readonly ChainNode[], chain: readonly ChainNode[]): void {
  const before = new Map(chain.map(({ id, position }) => [id, position]));
  const moved = dropped.filter(({ id, position: { x, y } }) => {
    const from = before.get(id);
    return from && (from.x !== x || from.y !== y);
  });
  if (moved.length > 0)
    edit(app, placeNodes(Object.fromEntries(moved.map(({ id, position }) => [id, position]))));
}
