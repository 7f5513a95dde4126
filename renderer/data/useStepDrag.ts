import { useState, type DragEvent } from 'react';
import type { PipelinePart } from '../../engine/base/problem.js';

/** The step that is being dragged: a page has one pointer. Browsers hide what is dragged until it is dropped. */
let dragged: { readonly part: PipelinePart; readonly index: number } | null = null;

/** Dragging of a list's steps: what the handle and the list item need, and at which edge it would land. */
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
