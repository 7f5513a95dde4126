import type { XYPosition } from '@xyflow/react';
import type { Project } from '../../engine/project/schema.js';

/** Id of the input node; never the id of a layer. */
export const INPUT = 'input';
/** Id of the output node; never the id of a layer. */
export const OUTPUT = 'output';

/** Node sizes in pixels; keep in sync with the style sheet. */
export const NODE_WIDTH = 272;
const HEADER = 34;
const DETAIL = 22;
const FOOTER = 26;
const PROBLEM = 48;
const GAP = 30;

/** A node's height in pixels, given its content. */
export function nodeHeight({ detail, problem }: { detail: boolean; problem: boolean }): number {
  return HEADER + (detail ? DETAIL : 0) + FOOTER + (problem ? PROBLEM : 0);
}

/**
 * The positions of a chain's nodes: saved positions, and a default layout for the rest, downward or to the right.
 * The default layout leaves the places of moved nodes empty, so that moving a node moves no other.
 */
export function placeChain(
  nodes: readonly { readonly id: string; readonly height: number }[],
  { positions = {}, direction = 'vertical' }: Project['layout'],
): ReadonlyMap<string, XYPosition> {
  const places = new Map<string, XYPosition>();
  const down = direction === 'vertical';
  // The next node's top-left corner in a vertical layout, or the middle of its left edge in a horizontal one.
  let next: XYPosition = { x: 0, y: down ? 0 : (nodes[0]?.height ?? 0) / 2 };
  for (const { id, height } of nodes) {
    places.set(id, positions[id] ?? (down ? next : { x: next.x, y: next.y - height / 2 }));
    next = down ? { x: next.x, y: next.y + height + GAP } : { x: next.x + NODE_WIDTH + GAP * 2, y: next.y };
  }
  return places;
}
