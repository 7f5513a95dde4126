import type { XYPosition } from '@xyflow/react';
import type { Project } from '../../engine/project/schema.js';

/** Ids of the two ends of the chain on the canvas; no layer has them. */
export const INPUT = 'input';
/** See `INPUT`. */
export const OUTPUT = 'output';

/** Sizes of nodes in pixels; the style sheet has the same. */
export const NODE_WIDTH = 272;
const HEADER = 34;
const DETAIL = 22;
const FOOTER = 26;
const PROBLEM = 48;
const GAP = 30;

/** A node's height from what it shows. */
export function nodeHeight({ detail, problem }: { detail: boolean; problem: boolean }): number {
  return HEADER + (detail ? DETAIL : 0) + FOOTER + (problem ? PROBLEM : 0);
}

/**
 * Places of the nodes of a chain: where a person put them, the others one after the other, downwards or to the
 * right. These keep free the places of those that were moved: moving a node moves no other.
 */
export function placeChain(
  nodes: readonly { readonly id: string; readonly height: number }[],
  { positions = {}, direction = 'vertical' }: Project['layout'],
): ReadonlyMap<string, XYPosition> {
  const places = new Map<string, XYPosition>();
  const down = direction === 'vertical';
  // Where the next node's upper edge begins downwards; to the right, where its left edge has its middle.
  let next: XYPosition = { x: 0, y: down ? 0 : (nodes[0]?.height ?? 0) / 2 };
  for (const { id, height } of nodes) {
    places.set(id, positions[id] ?? (down ? next : { x: next.x, y: next.y - height / 2 }));
    next = down ? { x: next.x, y: next.y + height + GAP } : { x: next.x + NODE_WIDTH + GAP * 2, y: next.y };
  }
  return places;
}
