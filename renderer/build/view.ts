import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { NODE_WIDTH } from './layout.js';
import type { ChainNode as ChainNodeType } from './nodes.js';

/** How the whole graph is shown, with room for the tools below. */
export const FIT = {
  padding: { top: '24px', bottom: '64px', x: '24px' },
  maxZoom: 1,
  minZoom: 0.2,
} as const;

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

/** Keeps the whole graph in view when the window's size changes, until a person has moved the view. */
export function useFitOnResize(
  frame: RefObject<HTMLDivElement | null>,
): (event: MouseEvent | TouchEvent | null) => void {
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
  return useCallback((event) => {
    moved.current ||= event !== null;
  }, []);
}
