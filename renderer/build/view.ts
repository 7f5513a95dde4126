import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { openingView } from './fitting.js';
import { NODE_WIDTH } from './layout.js';
import type { ChainNode as ChainNodeType } from './nodes.js';

type Frame = RefObject<HTMLDivElement | null>;

/** Brings a layer that was just selected into sight, when it is not. */
export function useKeepInView(selection: readonly string[], drawn: readonly ChainNodeType[]): void {
  const flow = useReactFlow<ChainNodeType>();
  const store = useStoreApi();
  useEffect(() => {
    const node = selection.length === 1 && drawn.find(({ id }) => id === selection[0]);
    if (!node) return;
    // Not the frame's own box: asking for it has the page laid out at once, for nothing.
    const { width, height, transform } = store.getState();
    const [x, y, zoom] = transform;
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const inside =
      left >= 0 && top >= 0 && left + NODE_WIDTH * zoom <= width && top + (node.height ?? 0) * zoom <= height;
    if (inside) return;
    const middle = { x: node.position.x + NODE_WIDTH / 2, y: node.position.y + (node.height ?? 0) / 2 };
    void flow.setCenter(middle.x, middle.y, { zoom, duration: 140 });
  }, [selection, drawn, flow, store]);
}

/**
 * Lays a cover over the nodes until the mouse is released: Chromium would look for the node under it at every
 * movement, and React for who listens there.
 */
export function coverUntilRelease(frame: Frame): void {
  const canvas = frame.current;
  if (!canvas || canvas.hasAttribute('data-covered')) return;
  canvas.toggleAttribute('data-covered', true);
  const uncover = () => canvas.toggleAttribute('data-covered', false);
  window.addEventListener('pointerup', uncover, { once: true, capture: true });
}

type Moved = (event: MouseEvent | TouchEvent | null) => void;

/**
 * Opens the view on the graph, and answers what React Flow calls when the view moves. Once a person has moved it,
 * it no longer follows the window's size.
 */
export function useMoves(drawn: readonly ChainNodeType[], frame: Frame): { onMove: Moved; onMoveEnd: Moved } {
  const flow = useReactFlow<ChainNodeType>();
  const moved = useRef(false);
  const latest = useRef(drawn);
  latest.current = drawn;
  const isThere = drawn.length > 0;
  useEffect(() => {
    if (!frame.current || !isThere) return;
    const canvas = frame.current;
    const observer = new ResizeObserver(() => {
      if (!moved.current) void flow.setViewport(openingView(latest.current, canvas.getBoundingClientRect()));
    });
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [flow, frame, isThere]);
  return useMemo(
    () => ({
      onMove: (event) => {
        if (event?.type === 'mousemove') coverUntilRelease(frame);
        if (event?.type === 'wheel') frame.current?.toggleAttribute('data-zooming', true);
      },
      onMoveEnd: (event) => {
        frame.current?.toggleAttribute('data-zooming', false);
        moved.current ||= event !== null;
      },
    }),
    [frame],
  );
}
