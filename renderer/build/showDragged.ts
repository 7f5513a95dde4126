import type { Project } from '../../engine/project/schema.js';
import css from './build.module.css';
import type { Place } from './layout.js';
import type { ChainNode } from './nodes.js';
import { wireBetween, type Wire } from './wire.js';

/** What a node's element is found by; asking the page for an id does not look through all nodes. */
export const nodeElementId = (id: string) => `node-${id}`;
/** What the element of the line that leads to a node is found by. */
export const wireElementId = (id: string) => `wire-${id}`;
const tautElementId = (id: string) => `taut-${id}`;

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
      if (before && after) showTaut(after.id, wireBetween(now(before), now(after), direction));
    }
  });
}

/** Puts nodes and their lines back to where React has them. */
export function endDragged(nodes: readonly Pick<ChainNode, 'id'>[]): void {
  for (const { id } of nodes) setTransform(id, '');
  for (const box of document.querySelectorAll(`.${css['taut'] ?? ''}`)) box.remove();
  for (const line of document.querySelectorAll('line[data-taut]')) line.removeAttribute('data-taut');
}

/**
 * The line that leads to a node, while one of its ends is dragged: a box, turned and stretched. When a line of
 * an SVG changes, Chromium lays out all that is around it; a transform it only paints.
 */
function showTaut(id: string, { x1, y1, x2, y2 }: Wire): void {
  const line = document.getElementById(wireElementId(id));
  const box = document.getElementById(tautElementId(id)) ?? makeTaut(id, line);
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const length = Math.hypot(x2 - x1, y2 - y1);
  box.style.transform = `translate(${x1}px, ${y1}px) rotate(${angle}rad) scaleX(${length})`;
}

function makeTaut(id: string, line: HTMLElement | null): HTMLElement {
  const box = document.createElement('div');
  box.id = tautElementId(id);
  box.className = css['taut'] ?? '';
  line?.toggleAttribute('data-taut', true);
  line?.closest('svg')?.after(box);
  return box;
}

function setTransform(id: string, transform: string): void {
  const element = document.getElementById(nodeElementId(id));
  if (element) element.style.transform = transform;
}
