import { Position, type XYPosition } from '@xyflow/react';
import { NODE } from './layout.js';
import type { ChainNode } from './nodes.js';

/** A gap between two neighboring nodes. */
interface Gap {
  /** Index in the list of layers; 0 is directly after the input. */
  readonly index: number;
  /** Distance from the queried point, in canvas pixels. */
  readonly distance: number;
}

/** Within this distance of a gap, in canvas pixels, a dragged node is inserted there; otherwise it is only placed. */
const REACH = 40;

/** The gap nearest to a point. `without` is the id of a node whose adjacent gaps are skipped. */
export function nearestGap(nodes: readonly ChainNode[], point: XYPosition, without?: string): Gap {
  let nearest: Gap = { index: 0, distance: Infinity };
  for (let index = 0; index + 1 < nodes.length; index++) {
    const [before, after] = [nodes[index]!, nodes[index + 1]!];
    if (before.id === without || after.id === without) continue;
    const distance = distanceToSegment(point, ...longPartOfEdge(before, after));
    if (distance < nearest.distance) nearest = { index, distance };
  }
  return nearest;
}

/** The index of the gap that a dragged layer would be inserted into; null if it would only be placed. */
export function gapUnder(nodes: readonly ChainNode[], dragged: ChainNode): number | null {
  if (!dragged.data.isLayer) return null;
  const { index, distance } = nearestGap(nodes, centerOf(dragged), dragged.id);
  return distance < REACH ? index : null;
}

function centerOf({ position, height = 0 }: ChainNode): XYPosition {
  return { x: position.x + NODE.width / 2, y: position.y + height / 2 };
}

/** The long part of the edge between two nodes: from one to the other, or back between two lines of nodes. */
function longPartOfEdge(before: ChainNode, after: ChainNode): readonly [XYPosition, XYPosition] {
  const [a, b] = [centerOf(before), centerOf(after)];
  if (before.sourcePosition === Position.Right) {
    const [from, to] = [a.x + NODE.width / 2, b.x - NODE.width / 2];
    const [y, toY] = from < to ? [a.y, b.y] : [(a.y + b.y) / 2, (a.y + b.y) / 2];
    return [
      { x: from, y },
      { x: to, y: toY },
    ];
  }
  const [from, to] = [a.y + (before.height ?? 0) / 2, b.y - (after.height ?? 0) / 2];
  const [x, toX] = from < to ? [a.x, b.x] : [(a.x + b.x) / 2, (a.x + b.x) / 2];
  return [
    { x, y: from },
    { x: toX, y: to },
  ];
}

function distanceToSegment(point: XYPosition, from: XYPosition, to: XYPosition): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - (from.x + share * dx), point.y - (from.y + share * dy));
}
