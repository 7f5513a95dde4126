import { useState, type DragEvent, type RefObject } from 'react';

/**
 * Drag and drop of a list's steps: props of the handle and the list item, and the edge that a drop would insert at.
 * @param dragged index of the step being dragged, shared by the list's items: browsers hide the drag data until the drop
 */
export function useStepDrag(
  dragged: RefObject<number | null>,
  index: number,
  onDrop: (from: number, to: number) => void,
) {
  const [edge, setEdge] = useState<'before' | 'after' | null>(null);
  const edgeAt = (event: DragEvent): 'before' | 'after' | null => {
    if (dragged.current === null || dragged.current === index) return null;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? 'before' : 'after';
  };
  return {
    edge,
    source: {
      onDragStart: (event: DragEvent) => {
        dragged.current = index;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', '');
      },
      onDragEnd: () => (dragged.current = null),
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
        if (!found || dragged.current === null) return;
        event.preventDefault();
        const place = found === 'before' ? index : index + 1;
        onDrop(dragged.current, place > dragged.current ? place - 1 : place);
      },
    },
  };
}
