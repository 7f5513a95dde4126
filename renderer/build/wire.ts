import { areaOf } from './areas.js';
import type { ChainNode } from './nodes.js';

/** A line between neighbours of the chain, as SVG has it. */
export interface Wire {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Where the line from a node to the next one runs. */
export function wireBetween(from: ChainNode, to: ChainNode, direction: 'vertical' | 'horizontal'): Wire {
  const [a, b] = [areaOf(from), areaOf(to)];
  return direction === 'vertical'
    ? { x1: a.x + a.width / 2, y1: a.y + a.height, x2: b.x + b.width / 2, y2: b.y }
    : { x1: a.x + a.width, y1: a.y + a.height / 2, x2: b.x, y2: b.y + b.height / 2 };
}
