import { expect, it } from 'vitest';
import { keepUnchanged } from './keepUnchanged.js';
import type { ChainNode } from './nodes.js';
import { wireBetween } from './wire.js';

const node = (id: string, x: number, y: number): ChainNode => ({
  id,
  type: 'chain',
  position: { x, y },
  height: 60,
  data: {
    title: id,
    kind: 'Tanh',
    hue: '',
    detail: '',
    shape: '',
    parameters: '',
    problem: null,
    why: '',
    repair: null,
    isLayer: true,
  },
});

it('a node that stands where it stood and is selected as it was stays the same object', () => {
  const before = keepUnchanged([], [node('a', 0, 0), node('b', 0, 90)], new Set(['b']));
  const after = keepUnchanged(before, [node('a', 0, 0), node('b', 0, 90)], new Set(['b']));
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

it('a node is placed without a transform, and above the others while it is selected', () => {
  const [there] = keepUnchanged([], [node('a', 5, 7)], new Set());
  expect(there?.style).toEqual({ transform: 'none', left: 5, top: 7, zIndex: 'auto' });
  const [chosen] = keepUnchanged([there!], [node('a', 5, 7)], new Set(['a']));
  expect(chosen?.style).toEqual({ transform: 'none', left: 5, top: 7 });
  const [moved] = keepUnchanged([chosen!], [node('a', 50, 70)], new Set(['a']));
  expect(moved?.style).toEqual({ transform: 'none', left: 50, top: 70 });
});

it('a line leads from below a node to above the next, or from its right to the next one’s left', () => {
  const [from, to] = [node('a', 0, 0), node('b', 400, 100)];
  expect(wireBetween(from, to, 'vertical')).toEqual({ x1: 136, y1: 60, x2: 536, y2: 100 });
  expect(wireBetween(from, to, 'horizontal')).toEqual({ x1: 272, y1: 30, x2: 400, y2: 130 });
});
