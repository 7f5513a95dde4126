import { NODE_WIDTH } from './layout.js';
import type { ChainNode } from './nodes.js';

/** A rectangle of the canvas. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a node stands. */
export function areaOf({ position: { x, y }, height = 0 }: ChainNode): Area {
  return { x, y, width: NODE_WIDTH, height };
}

/** What a frame of this size shows of the canvas, moved and zoomed by React Flow's transform. */
export function viewArea(
  [x, y, zoom]: readonly [number, number, number],
  { width, height }: { readonly width: number; readonly height: number },
): Area {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** An area with `share` of its extent more on each side. */
export function grown({ x, y, width, height }: Area, share: number): Area {
  const [across, down] = [width * share, height * share];
  return { x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down };
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: Area, inner: Area): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Whether two areas have something in common. */
export function overlap(a: Area, b: Area): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
