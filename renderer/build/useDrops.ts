import { useReactFlow } from '@xyflow/react';
import { useMemo, useState, type DragEvent } from 'react';
import { insertAt } from '../actions/edit.js';
import { edit } from '../state/document.js';
import { moveLayers } from '../state/edits.js';
import { placeNodes } from '../state/layoutEdits.js';
import { announce } from '../state/ui.js';
import { areaOf } from './areas.js';
import { nearestGap, type Box } from './gaps.js';
import type { ChainNode } from './nodes.js';
import { LAYER_MIME } from './Palette.js';

/** Closer than this to a gap, a dragged node goes into it; farther away it stands where it is dropped. */
const REACH = 40;

/** What is dropped on the graph: layers of the palette, and nodes that are dragged to another place. */
export function useDrops(drawn: readonly ChainNode[], onDropped: () => void) {
  const flow = useReactFlow<ChainNode>();
  /** The gap that a drop would go to. */
  const [gap, setGap] = useState<number | null>(null);
  const boxes = useMemo(() => drawn.map((node): Box => ({ id: node.id, ...areaOf(node) })), [drawn]);
  const gapBelow = ({ clientX, clientY }: DragEvent) =>
    nearestGap(boxes, flow.screenToFlowPosition({ x: clientX, y: clientY })).index;

  const palette = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(LAYER_MIME)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setGap(gapBelow(event));
    },
    onDragLeave: () => setGap(null),
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(LAYER_MIME);
      setGap(null);
      if (type === '') return;
      event.preventDefault();
      insertAt([{ type }], gapBelow(event));
      onDropped();
    },
  };

  // Made anew only with the chain: React Flow hands every change of them to each of its nodes.
  const nodes = useMemo(() => {
    const targetOf = (node: ChainNode, dragged: readonly ChainNode[]) =>
      dragged.length === 1 ? gapUnder(node, boxes) : null;
    return {
      onNodeDrag: (_event: unknown, node: ChainNode, dragged: ChainNode[]) => setGap(targetOf(node, dragged)),
      onNodeDragStop: (_event: unknown, node: ChainNode, dragged: ChainNode[]) => {
        setGap(null);
        const target = targetOf(node, dragged);
        if (target === null) place(dragged, drawn);
        else reorder(node, target);
      },
    };
  }, [boxes, drawn]);
  return { gap, palette, nodes };
}

function reorder(node: ChainNode, target: number): void {
  edit(moveLayers([node.id], target));
  announce(`Moved ${node.data.title} to position ${target + 1}`);
}

/** Keeps where nodes were dropped, of those that are elsewhere than before. */
function place(dropped: readonly ChainNode[], drawn: readonly ChainNode[]): void {
  const before = new Map(drawn.map(({ id, position }) => [id, position]));
  const moved = dropped.filter(({ id, position: { x, y } }) => {
    const stood = before.get(id);
    return stood && (stood.x !== x || stood.y !== y);
  });
  if (moved.length > 0) edit(placeNodes(Object.fromEntries(moved.map(({ id, position }) => [id, position]))));
}

/** The gap that a dragged node lies over, unless it is its own. */
function gapUnder(node: ChainNode, boxes: readonly Box[]): number | null {
  const { x, y, width, height } = areaOf(node);
  const middle = { x: x + width / 2, y: y + height / 2 };
  const { index, distance } = nearestGap(boxes, middle, node.id);
  const own = boxes.findIndex(({ id }) => id === node.id) - 1;
  return distance < REACH && index !== own && index !== own + 1 ? index : null;
}
