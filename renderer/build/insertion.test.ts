import { expect, it } from 'vitest';
import { gapUnder, nearestGap } from './insertion.js';
import type { ChainNode } from './nodes.js';

/** Four nodes, each 60 high, with gaps of 40. */
const nodes = ['input', 'a', 'b', 'output'].map((id, i) => at(id, { x: 0, y: i * 100 }));

function at(id: string, position: ChainNode['position']): ChainNode {
  return { id, position, height: 60, data: { isLayer: id.length === 1 } } as ChainNode;
}

it('finds the gap nearest to a drop', () => {
  expect(nearestGap(nodes, { x: 104, y: 80 }).index).toBe(0);
  expect(nearestGap(nodes, { x: 400, y: 280 }).index).toBe(2);
  expect(nearestGap(nodes, { x: 104, y: 190 }).index).toBe(1);
});

it('a dragged layer is inserted into a gap close to its center, except the gaps next to it', () => {
  expect(gapUnder(nodes, at('a', { x: 0, y: 240 }))).toBe(2);
  expect(gapUnder(nodes, at('a', { x: 39, y: 240 }))).toBe(2);
  expect(gapUnder(nodes, at('a', { x: 41, y: 240 }))).toBeNull();
  expect(gapUnder(nodes, at('a', { x: 0, y: 50 }))).toBeNull();
});

it('the gap between the end of a column and the beginning of the next lies between the columns', () => {
  const columns = [...nodes.slice(0, 2), at('b', { x: 224, y: 0 }), at('output', { x: 224, y: 100 })];
  expect(nearestGap(columns, { x: 216, y: 80 }).index).toBe(1);
  expect(nearestGap(columns, { x: 120, y: 80 }).index).toBe(0);
  expect(nearestGap(columns, { x: 300, y: 80 }).index).toBe(2);
});

it('the input and output can be placed but not inserted', () => {
  expect(gapUnder(nodes, at('output', { x: 0, y: 50 }))).toBeNull();
});
