import type { XYPosition } from '@xyflow/react';
import { NODE_WIDTH } from './layout.js';
import type { ChainNode } from './nodes.js';

/** A place between two neighbors of the chain. */
interface Gap {
  /** Position in the list of layers: 0 is after the input. */
  readonly index: number;
  /** From the point that was asked for, in pixels of the canvas. */
  readonly distance: number;
}

/** Closer than this to a gap, a dragged node goes into it; farther away it stays where it is dropped. */
const REACH = 40;

/** The gap nearest to a point: where a layer from the palette goes. `without` skips the gaps beside a node. */
export function nearestGap(nodes: readonly ChainNode[], point: XYPosition, without?: string): Gap {
  let nearest: Gap = { index: 0, distance: Infinity };
  for (let index = 0; index + 1 < nodes.length; index++) {
    const [before, after] = [nodes[index]!, nodes[index + 1]!];
    if (before.id === without || after.id === without) continue;
    const distance = distanceToSegment(point, exit(before, after), exit(after, before));
    if (distance < nearest.distance) nearest = { index, distance };
  }
  return nearest;
}

/** The gap that a dragged layer goes to if it is dropped now; null where it would only be placed. */
export function gapUnder(nodes: readonly ChainNode[], dragged: ChainNode): number | null {
  if (!dragged.data.isLayer) return null;
  const { index, distance } = nearestGap(nodes, middleOf(dragged), dragged.id);
  return distance < REACH ? index : null;
}

function middleOf({ position, height = 0 }: ChainNode): XYPosition {
  return { x: position.x + NODE_WIDTH / 2, y: position.y + height / 2 };
}

/** Where the line from one node's middle to another's leaves the first. */
function exit(node: ChainNode, other: ChainNode): XYPosition {
  const [from, to] = [middleOf(node), middleOf(other)];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const { height = 0 } = node;
  const scale = 1 / Math.max(Math.abs(dx) / (NODE_WIDTH / 2), Math.abs(dy) / (height / 2), 1);
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}

function distanceToSegment(point: XYPosition, from: XYPosition, to: XYPosition): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - (from.x + share * dx), point.y - (from.y + share * dy));
}
