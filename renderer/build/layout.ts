import type { Dimensions, XYPosition } from '@xyflow/react';
import type { Project } from '../../engine/project/schema.js';
import { ENDS } from '../state/document.js';

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
