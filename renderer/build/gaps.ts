import type { Area } from './areas.js';

/** A node's box on the canvas. */
export interface Box extends Area {
  readonly id: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The gap of the chain that is nearest to a point: gap 0 lies after the first box (the input), so its
 * index is also the position in the list of layers. A dragged box, `without`, bends no gap of its own.
 */
export function nearestGap(
  boxes: readonly Box[],
  point: Point,
  without?: string,
): { readonly index: number; readonly distance: number } {
  let best = { index: 0, distance: Infinity };
  for (let i = 0; i + 1 < boxes.length; i++) {
    const [from, to] = [boxes[i]!, boxes[i + 1]!];
    if (from.id === without || to.id === without) continue;
    const distance = distanceToSegment(point, exit(from, to), exit(to, from));
    if (distance < best.distance) best = { index: i, distance };
  }
  return best;
}

/** Where the line from one box's middle to another's leaves the first. */
function exit(box: Box, other: Box): Point {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const dx = other.x + other.width / 2 - middle.x;
  const dy = other.y + other.height / 2 - middle.y;
  const scale = 1 / Math.max(Math.abs(dx) / (box.width / 2), Math.abs(dy) / (box.height / 2), 1e-9);
  return { x: middle.x + dx * Math.min(scale, 1), y: middle.y + dy * Math.min(scale, 1) };
}

function distanceToSegment(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - (a.x + t * dx), point.y - (a.y + t * dy));
}
