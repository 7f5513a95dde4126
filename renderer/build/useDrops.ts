import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, useRef, type DragEvent, type RefObject } from 'react';
import { insertAt } from '../actions/edit.js';
import { edit } from '../state/document.js';
import { moveLayers } from '../../engine/project/edits.js';
import { placeNodes } from '../../engine/project/layoutEdits.js';
import { announce } from '../state/ui.js';
import { areaOf } from './areas.js';
import { nearestGap, type Box } from './gaps.js';
import type { ChainNode } from './nodes.js';
import { LAYER_MIME } from './Palette.js';
import { endDragged, wireElementId } from './showDragged.js';
import { coverUntilRelease } from './view.js';

/** Closer than this to a gap, a dragged node goes into it; farther away it stands where it is dropped. */
const REACH = 40;

/** What is dropped on the graph: layers of the palette, and nodes that are dragged to another place. */
export function useDrops(drawn: readonly ChainNode[], frame: RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow<ChainNode>();
  const marked = useRef<number | null>(null);
  const boxes = useMemo(() => drawn.map((node): Box => ({ id: node.id, ...areaOf(node) })), [drawn]);
  /** Marks the line of the gap that a drop would go to; past React, as it changes with the mouse. */
  const markGap = useCallback(
    (gap: number | null) => {
      if (gap === marked.current) return;
      for (const index of [marked.current, gap]) {
        const id = index === null ? undefined : drawn[index + 1]?.id;
        if (id !== undefined)
          document.getElementById(wireElementId(id))?.toggleAttribute('data-target', index === gap);
      }
      marked.current = gap;
    },
    [drawn],
  );
  const gapBelow = ({ clientX, clientY }: DragEvent) =>
    nearestGap(boxes, flow.screenToFlowPosition({ x: clientX, y: clientY })).index;

  const palette = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(LAYER_MIME)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      markGap(gapBelow(event));
    },
    onDragLeave: () => markGap(null),
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(LAYER_MIME);
      markGap(null);
      if (type === '') return;
      event.preventDefault();
      insertAt([{ type }], gapBelow(event));
      frame.current?.focus();
    },
  };

  // Made anew only with the chain: React Flow hands every change of them to each of its nodes.
  const nodes = useMemo(() => {
    const targetOf = (node: ChainNode, dragged: readonly ChainNode[]) =>
      dragged.length === 1 && node.data.isLayer ? gapUnder(node, boxes) : null;
    return {
      onNodeDragStart: () => coverUntilRelease(frame),
      onNodeDrag: (_event: unknown, node: ChainNode, dragged: ChainNode[]) =>
        markGap(targetOf(node, dragged)),
      onNodeDragStop: (_event: unknown, node: ChainNode, dragged: ChainNode[]) => {
        markGap(null);
        // In a task of its own: letting go is work enough for React Flow in this one.
        setTimeout(() => {
          endDragged(dragged);
          const target = targetOf(node, dragged);
          if (target === null) place(dragged, drawn);
          else reorder(node, target);
        });
      },
    };
  }, [boxes, drawn, frame, markGap]);
  return { palette, nodes };
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
