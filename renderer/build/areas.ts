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
