import type { ChainNode } from './nodes.js';

/**
 * The node with the style that puts it where it stands. React Flow moves each node by a transform and gives it a
 * level of its own; while the view moves, Chromium looks at all of these in every frame. Boxes at a left and top
 * on one level are painted as one.
 */
export function standing(node: ChainNode): ChainNode {
  const { x: left, y: top } = node.position;
  const { style, selected = false } = node;
  if (style?.left === left && style.top === top && 'zIndex' in style !== selected) return node;
  return { ...node, style: { transform: 'none', left, top, ...(selected ? {} : { zIndex: 'auto' }) } };
}
