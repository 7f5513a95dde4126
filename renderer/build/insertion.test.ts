import { expect, it } from 'vitest';
import { gapUnder, nearestGap } from './insertion.js';
import type { ChainNode } from './nodes.js';

/** Four nodes, each 60 high and 40 below the one before. */
const nodes = ['input', 'a', 'b', 'output'].map((id, i) => at(id, { x: 0, y: i * 100 }));

function at(id: string, position: ChainNode['position']): ChainNode {
  return { id, position, height: 60, data: { isLayer: id.length === 1 } } as ChainNode;
}

it('finds the gap that a drop is nearest to', () => {
  expect(nearestGap(nodes, { x: 136, y: 80 }).index).toBe(0);
  expect(nearestGap(nodes, { x: 400, y: 280 }).index).toBe(2);
  expect(nearestGap(nodes, { x: 136, y: 190 }).index).toBe(1);
});

it('a dragged layer goes into a gap that its middle is close to, but not into one beside itself', () => {
  expect(gapUnder(nodes, at('a', { x: 0, y: 240 }))).toBe(2);
  expect(gapUnder(nodes, at('a', { x: 39, y: 240 }))).toBe(2);
  expect(gapUnder(nodes, at('a', { x: 41, y: 240 }))).toBeNull();
  expect(gapUnder(nodes, at('a', { x: 0, y: 50 }))).toBeNull();
});

it('an end of the chain can be placed, but goes into no gap', () => {
  expect(gapUnder(nodes, at('output', { x: 0, y: 50 }))).toBeNull();
});
