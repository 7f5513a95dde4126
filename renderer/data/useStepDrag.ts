import { useState, type DragEvent } from 'react';
import type { PipelinePart } from '../../engine/base/problem.js';

/** The step being dragged. Browsers hide the drag data until the drop, and there is only one drag at a time. */
let dragged: { readonly part: PipelinePart; readonly index: number } | null = null;

/** Drag and drop of a list's steps: props of the handle and the list item, and the edge that a drop would insert at. */
export function useStepDrag(part: PipelinePart, index: number, move: (to: number, from: number) => void) {
  const [edge, setEdge] = useState<'before' | 'after' | null>(null);
  const edgeAt = (event: DragEvent): 'before' | 'after' | null => {
    if (!dragged || dragged.part !== part || dragged.index === index) return null;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'before' : 'after';
  };
  return {
    edge,
    source: {
      onDragStart: (event: DragEvent) => {
        dragged = { part, index };
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', '');
      },
      onDragEnd: () => (dragged = null),
    },
    target: {
      onDragOver: (event: DragEvent) => {
        const found = edgeAt(event);
        if (found) event.preventDefault();
        setEdge(found);
      },
      onDragLeave: () => setEdge(null),
      onDrop: (event: DragEvent) => {
        const found = edgeAt(event);
        setEdge(null);
        if (!found || !dragged) return;
        event.preventDefault();
        const place = found === 'before' ? index : index + 1;
        move(place > dragged.index ? place - 1 : place, dragged.index);
      },
    },
  };
}
