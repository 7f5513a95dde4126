import { expect, it } from 'vitest';
import { placeChain } from './layout.js';

const nodes = [
  { id: 'a', height: 80 },
  { id: 'b', height: 60 },
  { id: 'c', height: 100 },
];

it('stacks nodes downward from the origin', () => {
  const places = [...placeChain(nodes, {}).values()];
  expect(places).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 110 },
    { x: 0, y: 200 },
  ]);
});

it('places nodes rightward with their centers on one line', () => {
  const places = placeChain(nodes, { direction: 'horizontal' });
  expect(nodes.map(({ id, height }) => places.get(id)!.y + height / 2)).toEqual([40, 40, 40]);
});

it.each(['vertical', 'horizontal'] as const)('moving a node moves no other, %s', (direction) => {
  const before = placeChain(nodes, { direction });
  const b = { x: 400, y: 70 };
  expect(placeChain(nodes, { direction, positions: { b } })).toEqual(new Map(before).set('b', b));
});
