import { type Dimensions, Position, type XYPosition } from '@xyflow/react';
import type { Project } from '../../engine/project/schema.js';
import { ENDS } from '../state/document.js';
import type { ChainNode } from './nodes.js';

/** The ids of the input and the output node. */
export const [INPUT, OUTPUT] = ENDS;

/** Size of a node without a problem, in pixels; keep in sync with the style sheet. */
export const NODE = { width: 208, height: 58 } as const;
const PROBLEM = 48;

/** A node's height in pixels. */
export function nodeHeight(hasProblem: boolean): number {
  return NODE.height + (hasProblem ? PROBLEM : 0);
}

type Direction = NonNullable<Project['layout']['direction']>;

/** Space between two nodes of a line, and between two lines, in pixels; the edge to the next line passes there. */
const GAPS: Readonly<Record<Direction, { readonly along: number; readonly across: number }>> = {
  vertical: { along: 22, across: 16 },
  horizontal: { along: 30, across: 40 },
};

/**
 * The number of nodes on a line of a chain of `count` nodes. There are as few lines as the canvas allows at the normal
 * size, of equal length; a chain that does not fit so gets the length at which the whole of it appears largest.
 */
export function nodesPerLine(count: number, canvas: Dimensions, direction: Direction = 'vertical'): number {
  const { along, across } = GAPS[direction];
  const down = direction === 'vertical';
  const [length, breadth] = down ? [canvas.height, canvas.width] : [canvas.width, canvas.height];
  const [nodeLength, nodeBreadth] = down ? [NODE.height, NODE.width] : [NODE.width, NODE.height];
  const zoomWith = (perLine: number) => {
    const lines = Math.ceil(count / perLine);
    const [needed, neededAcross] = [
      perLine * (nodeLength + along) - along,
      lines * (nodeBreadth + across) - across,
    ];
    return Math.min(1, length / needed, breadth / neededAcross);
  };
  let best = Math.max(1, Math.floor((length + along) / (nodeLength + along)));
  for (let perLine = best + 1; perLine <= count; perLine++) {
    if (zoomWith(perLine) > zoomWith(best)) best = perLine;
  }
  return Math.ceil(count / Math.ceil(count / best));
}

/**
 * The positions of a chain's nodes: saved positions, and a default layout for the rest, in lines that run downward or
 * to the right and differ in length by one node at most. The default layout leaves the places of moved nodes empty, so
 * that moving a node moves no other.
 */
export function placeChain(
  nodes: readonly { readonly id: string; readonly height: number }[],
  { positions = {}, direction = 'vertical' }: Project['layout'],
  perLine: number,
): ReadonlyMap<string, XYPosition> {
  const places = new Map<string, XYPosition>();
  const { along, across } = GAPS[direction];
  let start: XYPosition = { x: 0, y: 0 };
  const lines = Math.ceil(nodes.length / perLine);
  const beginningOf = (line: number) => Math.ceil((line * nodes.length) / lines);
  for (let i = 0; i < lines; i++) {
    const line = nodes.slice(beginningOf(i), beginningOf(i + 1));
    const tallest = Math.max(...line.map(({ height }) => height));
    let { x, y } = start;
    for (const { id, height } of line) {
      const centered = { x, y: y + (tallest - height) / 2 };
      places.set(id, positions[id] ?? (direction === 'vertical' ? { x, y } : centered));
      if (direction === 'vertical') y += height + along;
      else x += NODE.width + along;
    }
    start =
      direction === 'vertical'
        ? { x: start.x + NODE.width + across, y: 0 }
        : { x: 0, y: start.y + tallest + across };
  }
  return places;
}

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
