import { describe, expect, it } from 'vitest';
import type { Viewport } from '@xyflow/react';
import { areaOf, type Area } from './areas.js';
import { openingView, wholeView } from './fitting.js';
import type { ChainNode } from './nodes.js';

const SIZE = { width: 752, height: 704 };

const node = (x: number, y: number) => ({ id: `${x},${y}`, position: { x, y }, height: 82 }) as ChainNode;
const chain = (count: number, by: { x: number; y: number }) =>
  Array.from({ length: count }, (_, i) => node(i * by.x, i * by.y));
const DOWN = { x: 0, y: 112 };
const RIGHT = { x: 332, y: 0 };

/** Where a node is seen. */
function seen(item: ChainNode, { x, y, zoom }: Viewport): Area {
  const area = areaOf(item);
  return { x: area.x * zoom + x, y: area.y * zoom + y, width: area.width * zoom, height: area.height * zoom };
}

const isInSight = ({ x, y, width, height }: Area) =>
  x >= 0 && y >= 0 && x + width <= SIZE.width && y + height <= SIZE.height;

describe('the view of a whole graph', () => {
  it.each([2, 12, 60, 302])('has all %d nodes in sight, downwards and to the right', (count) => {
    for (const by of [DOWN, RIGHT]) {
      const nodes = chain(count, by);
      const view = wholeView(nodes, SIZE);
      expect(nodes.every((item) => isInSight(seen(item, view)))).toBe(true);
    }
  });

  it('never enlarges', () => {
    expect(wholeView(chain(2, DOWN), SIZE).zoom).toBe(1);
  });

  it('finds a graph that lies far from the origin', () => {
    const nodes = [node(-5000, 900), node(-5000, 1012)];
    expect(nodes.every((item) => isInSight(seen(item, wholeView(nodes, SIZE))))).toBe(true);
  });
});

describe('the view that a graph opens with', () => {
  it('is the whole of a short one', () => {
    expect(openingView(chain(12, DOWN), SIZE)).toEqual(wholeView(chain(12, DOWN), SIZE));
  });

  it.each([DOWN, RIGHT])('is the beginning of a long one, in a size that can be read (%o)', (by) => {
    const nodes = chain(302, by);
    const view = openingView(nodes, SIZE);
    expect(view.zoom).toBe(0.75);
    expect(isInSight(seen(nodes[0]!, view))).toBe(true);
    expect(isInSight(seen(nodes[1]!, view))).toBe(true);
    expect(isInSight(seen(nodes[30]!, view))).toBe(false);
  });
});
