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

/** The least rectangle around all of these. */
export function boundsOf(areas: readonly Area[]): Area {
  const x = Math.min(...areas.map((area) => area.x));
  const y = Math.min(...areas.map((area) => area.y));
  const right = Math.max(...areas.map((area) => area.x + area.width));
  const bottom = Math.max(...areas.map((area) => area.y + area.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** What a frame of this size shows of the canvas, moved and zoomed by React Flow's transform. */
export function viewArea(
  [x, y, zoom]: readonly [number, number, number],
  { width, height }: { readonly width: number; readonly height: number },
): Area {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}
