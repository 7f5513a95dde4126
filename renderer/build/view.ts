import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { NODE_WIDTH } from './layout.js';
import type { ChainNode as ChainNodeType } from './nodes.js';

/** How the whole graph is shown, with room for the tools below. */
export const FIT = {
  padding: { top: '24px', bottom: '64px', x: '24px' },
  maxZoom: 1,
  minZoom: 0.2,
} as const;

/** Nodes are shown as boxes with large names below this zoom. */
const FAR = 0.5;

/** Brings a layer that was just selected into sight, when it is not. */
export function useKeepInView(
  selection: readonly string[],
  drawn: readonly ChainNodeType[],
  frame: RefObject<HTMLDivElement | null>,
): void {
  const flow = useReactFlow<ChainNodeType>();
  useEffect(() => {
    const node = selection.length === 1 && drawn.find(({ id }) => id === selection[0]);
    const size = frame.current?.getBoundingClientRect();
    if (!node || !size) return;
    const { x, y, zoom } = flow.getViewport();
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const inside =
      left >= 0 &&
      top >= 0 &&
      left + NODE_WIDTH * zoom <= size.width &&
      top + (node.height ?? 0) * zoom <= size.height;
    if (inside) return;
    const middle = { x: node.position.x + NODE_WIDTH / 2, y: node.position.y + (node.height ?? 0) / 2 };
    void flow.setCenter(middle.x, middle.y, { zoom, duration: 140 });
  }, [selection, drawn, flow, frame]);
}

type Moved = (event: MouseEvent | TouchEvent | null) => void;

/**
 * What React Flow calls when the view moves. Once a person has moved it, the whole graph is no longer kept in view
 * when the window's size changes. While it is dragged, a cover lies over the nodes: Chromium would look for the node
 * under the mouse at every movement.
 */
export function useMoves(frame: RefObject<HTMLDivElement | null>): { onMove: Moved; onMoveEnd: Moved } {
  const flow = useReactFlow<ChainNodeType>();
  const moved = useRef(false);
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(() => {
      if (!moved.current) void flow.fitView(FIT);
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [flow, frame]);
  return useMemo(
    () => ({
      onMove: (event) => {
        if (event?.type === 'mousemove') frame.current?.toggleAttribute('data-panning', true);
      },
      onMoveEnd: (event) => {
        moved.current ||= event !== null;
        frame.current?.toggleAttribute('data-panning', false);
      },
    }),
    [frame],
  );
}

/** Shows nodes as boxes with large names while the view is too far away for their text to be read. */
export function useFar(frame: RefObject<HTMLDivElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    const follow = () => {
      const isFar = store.getState().transform[2] < FAR;
      if (frame.current?.hasAttribute('data-far') !== isFar)
        frame.current?.toggleAttribute('data-far', isFar);
    };
    follow();
    return store.subscribe(follow);
  }, [store, frame]);
}
