import type { Project } from '../../engine/project/schema.js';
import type { Place } from './layout.js';
import type { ChainNode } from './nodes.js';
import { wireBetween } from './wire.js';

/** What a node's element is found by; asking the page for an id does not look through all nodes. */
export const nodeElementId = (id: string) => `node-${id}`;
/** What the element of the line that leads to a node is found by. */
export const wireElementId = (id: string) => `wire-${id}`;

/**
 * Shows dragged nodes and their lines where they are now, past React: handing every movement to React Flow
 * would have it look at all nodes. The drop is an edit of the project, which comes back as new places.
 */
export function showDragged(
  nodes: readonly ChainNode[],
  places: ReadonlyMap<string, Place>,
  direction: NonNullable<Project['layout']['direction']>,
): void {
  const now = (node: ChainNode): ChainNode => ({ ...node, position: places.get(node.id) ?? node.position });
  nodes.forEach((node, i) => {
    const place = places.get(node.id);
    if (!place) return;
    const [x, y] = [place.x - node.position.x, place.y - node.position.y];
    setTransform(node.id, `translate(${x}px, ${y}px)`);
    for (const to of [i, i + 1]) {
      const [before, after] = [nodes[to - 1], nodes[to]];
      if (!before || !after) continue;
      const line = document.getElementById(wireElementId(after.id));
      const ends = wireBetween(now(before), now(after), direction);
      for (const [name, value] of Object.entries(ends)) line?.setAttribute(name, String(value));
    }
  });
}

/** Puts a node back to where React has it. */
export function endDragged(id: string): void {
  setTransform(id, '');
}

function setTransform(id: string, transform: string): void {
  const element = document.getElementById(nodeElementId(id));
  if (element) element.style.transform = transform;
}
