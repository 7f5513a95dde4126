import { expect, it } from 'vitest';
import { placeChain } from './layout.js';

const nodes = [
  { id: 'a', height: 80 },
  { id: 'b', height: 60 },
  { id: 'c', height: 100 },
];

it('stands nodes to the right with their middles on one line, after one that was moved as well', () => {
  const middles = (positions = {}) => {
    const places = placeChain(nodes, { direction: 'horizontal', positions });
    return nodes.map(({ id, height }) => places.get(id)!.y + height / 2);
  };
  expect(middles()).toEqual([40, 40, 40]);
  expect(middles({ b: { x: 400, y: 70 } })).toEqual([40, 100, 100]);
});
