import type { ChainNode } from './nodes.js';
import { standing } from './standing.js';

/** The new nodes, each the very object of before where nothing about it has changed. */
export function keepUnchanged(
  before: readonly ChainNode[],
  drawn: readonly ChainNode[],
  chosen: ReadonlySet<string>,
): ChainNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  return drawn.map((node) => {
    const known = old.get(node.id);
    const selected = chosen.has(node.id);
    if (!known) return standing({ ...node, selected });
    const data = sameData(known.data, node.data) ? known.data : node.data;
    const same =
      data === known.data &&
      known.selected === selected &&
      known.position.x === node.position.x &&
      known.position.y === node.position.y &&
      known.height === node.height;
    return same ? known : standing({ ...known, ...node, data, selected });
  });
}

function sameData(a: ChainNode['data'], b: ChainNode['data']): boolean {
  return Object.keys(b).every(
    (key) => a[key] === b[key] || (key === 'repair' && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  );
}
