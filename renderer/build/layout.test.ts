import { expect, it } from 'vitest';
import { gapUnder, nearestGap, nodesPerLine, placeChain } from './layout.js';
import type { ChainNode } from './nodes.js';

const nodes = [
  { id: 'a', height: 80 },
  { id: 'b', height: 60 },
  { id: 'c', height: 100 },
];

it('stacks nodes downward, and goes on at the top of the next column', () => {
  expect([...placeChain(nodes, {}, 2).values()]).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 102 },
    { x: 224, y: 0 },
  ]);
});

it('places nodes rightward with the centers of a row on one line', () => {
  const places = placeChain(nodes, { direction: 'horizontal' }, 2);
  expect([...places.values()]).toEqual([
    { x: 0, y: 0 },
    { x: 238, y: 10 },
    { x: 0, y: 120 },
  ]);
});

it('no column is more than one node longer than another', () => {
  const seven = Array.from({ length: 7 }, (_, i) => ({ id: `${i}`, height: 58 }));
  const places = [...placeChain(seven, {}, 3).values()];
  expect(places.map(({ x }) => x / 224)).toEqual([0, 0, 0, 1, 1, 2, 2]);
});

it.each(['vertical', 'horizontal'] as const)('moving a node moves no other, %s', (direction) => {
  const before = placeChain(nodes, { direction }, 2);
  const b = { x: 400, y: 70 };
  expect(placeChain(nodes, { direction, positions: { b } }, 2)).toEqual(new Map(before).set('b', b));
});

it.each([
  ['a single column', 7, { width: 640, height: 650 }, 7],
  ['three equal columns that fit at the normal size', 21, { width: 656, height: 650 }, 7],
  ['no column of a single node', 9, { width: 640, height: 650 }, 5],
  ['fewer and longer columns on a narrow canvas', 21, { width: 330, height: 458 }, 11],
  ['a square of many', 302, { width: 656, height: 650 }, 28],
  ['a canvas without a size yet', 21, { width: 0, height: 0 }, 1],
])('%s', (_, count, canvas, perLine) => {
  expect(nodesPerLine(count, canvas)).toBe(perLine);
});

/** Four nodes, each 60 high, with gaps of 40. */
const chain = ['input', 'a', 'b', 'output'].map((id, i) => at(id, { x: 0, y: i * 100 }));

function at(id: string, position: ChainNode['position']): ChainNode {
  return { id, position, height: 60, data: { isLayer: id.length === 1 } } as ChainNode;
}

it('finds the gap nearest to a drop', () => {
  expect(nearestGap(chain, { x: 104, y: 80 }).index).toBe(0);
  expect(nearestGap(chain, { x: 400, y: 280 }).index).toBe(2);
  expect(nearestGap(chain, { x: 104, y: 190 }).index).toBe(1);
});

it('a dragged layer is inserted into a gap close to its center, except the gaps next to it', () => {
  expect(gapUnder(chain, at('a', { x: 0, y: 240 }))).toBe(2);
  expect(gapUnder(chain, at('a', { x: 39, y: 240 }))).toBe(2);
  expect(gapUnder(chain, at('a', { x: 41, y: 240 }))).toBeNull();
  expect(gapUnder(chain, at('a', { x: 0, y: 50 }))).toBeNull();
});

it('the gap between the end of a column and the beginning of the next lies between the columns', () => {
  const columns = [...chain.slice(0, 2), at('b', { x: 224, y: 0 }), at('output', { x: 224, y: 100 })];
  expect(nearestGap(columns, { x: 216, y: 80 }).index).toBe(1);
  expect(nearestGap(columns, { x: 120, y: 80 }).index).toBe(0);
  expect(nearestGap(columns, { x: 300, y: 80 }).index).toBe(2);
});

it('the input and output can be placed but not inserted', () => {
  expect(gapUnder(chain, at('output', { x: 0, y: 50 }))).toBeNull();
});
