import { type NodeChange, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { type DragEvent, type MouseEvent, type RefObject, useCallback, useEffect, useMemo } from 'react';
import { moveLayers, placeNodes } from '../../engine/project/edits.js';
import { insertAt, selectUpTo } from '../actions/edit.js';
import type { App } from '../app.js';
import { edit, select } from '../state/document.js';
import { announce } from '../state/ui.js';
import { useApp, useDiagnosis, useDocument, useFindings } from '../useApp.js';
import type { ChainEdge } from './ChainNode.js';
import { gapUnder, nearestGap, nodesPerLine } from './layout.js';
import { type ChainNode, chainNodes, withUnchanged } from './nodes.js';
import { LAYER_MIME } from './Palette.js';
import { roomFor } from './view.js';

/** The nodes and edges before those of the open project are set. */
const NO_NODES: ChainNode[] = [];
const NO_EDGES: ChainEdge[] = [];

/**
 * React Flow's event handlers for the open project. React Flow keeps the nodes and edges itself, so that a movement renders
 * only the dragged nodes; they are given anew after each change of the project or the selection.
 */
export function useChain(root: RefObject<HTMLElement | null>) {
  const app = useApp();
  const flow = useReactFlow();
  const store = useStoreApi<ChainNode, ChainEdge>();
  const project = useDocument((state) => state.project);
  const selection = useDocument((state) => state.selection);
  const selectedEnd = useDocument((state) => state.selectedEnd);
  const diagnosis = useDiagnosis();
  const findings = useFindings();

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

  /** Shows the chain, its saved places, and the selection as the document has them. */
  const show = useCallback(() => {
    const { selection, selectedEnd } = app.document.getState();
    const { nodes, setNodes } = store.getState();
    setNodes(withUnchanged(nodes, chain, new Set(selectedEnd ? [selectedEnd] : selection)));
  }, [store, chain]);
  useEffect(show, [show, selection, selectedEnd]);
  useEffect(() => {
    const { edges, setEdges } = store.getState();
    setEdges(edgesBetween(chain, edges));
  }, [store, chain]);

  /** Marks the gap that is the drop target, by its index. */
  const markGap = useCallback(
    (gap: number | null) => {
      const insertBefore = gap === null ? null : chain[gap + 1]!.id;
      if (insertBefore !== app.ui.getState().insertBefore) app.ui.setState({ insertBefore });
    },
    [chain],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<ChainNode>[]) => {
      const chosen = changes.filter((change) => change.type === 'select');
      if (chosen.length === 0) return;
      const ids = new Set(app.document.getState().selection);
      for (const { id, selected } of chosen) {
        if (selected) ids.add(id);
        else ids.delete(id);
      }
      select(app, [...ids]);
      // The document does not select an end of the chain together with layers.
      show();
      if (chosen.some(({ selected }) => selected)) app.ui.setState({ inspectorTab: 'layer' });
    },
    [show],
  );

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
    defaultNodes: NO_NODES,
    defaultEdges: NO_EDGES,
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

/** The edges between neighboring nodes; those of `current` that are still needed keep their objects. */
function edgesBetween(nodes: readonly ChainNode[], current: readonly ChainEdge[]): ChainEdge[] {
  const before = new Map(current.map((edge) => [edge.id, edge]));
  return nodes.slice(1).map(({ id }, i) => {
    const source = nodes[i]!.id;
    const edge = before.get(id);
    if (edge?.source === source) return edge;
    return {
      id,
      type: 'chain',
      source,
      target: id,
      selectable: false,
      domAttributes: { 'aria-hidden': true },
    };
  });
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
