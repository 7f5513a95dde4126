import { Position } from '@xyflow/react';
import { expect, it } from 'vitest';
import { diagnose } from '../../engine/project/diagnose.js';
import type { Project } from '../../engine/project/schema.js';
import { templates } from '../../engine/project/templates.js';
import { chainNodes } from './nodes.js';

const start = templates.find(({ name }) => name === 'Fully connected 512')!.project;
const project = (layout: Project['layout']): Project => ({ ...start, layout });
const nodesOf = (layout: Project['layout']) => chainNodes(project(layout), diagnose(project(layout)), 8);

it('the chain runs from the input to the output, and each node has screen-reader text', () => {
  const nodes = nodesOf({});
  expect(nodes[0]?.id).toBe('input');
  expect(nodes.at(-1)?.id).toBe('output');
  expect(nodes.slice(1, -1).map(({ id }) => id)).toEqual(project({}).model.layers.map(({ id }) => id));
  expect(nodes[1]?.ariaLabel).toBe('flatten, Flatten, output 3072');
});

it('edges connect bottom to top, or right to left in a horizontal layout', () => {
  const [down] = nodesOf({});
  expect(down?.handles).toEqual([
    { type: 'target', position: Position.Top, x: 104, y: 0, width: 0, height: 0 },
    { type: 'source', position: Position.Bottom, x: 104, y: down?.height, width: 0, height: 0 },
  ]);
  const [right] = nodesOf({ direction: 'horizontal' });
  const middle = right!.height! / 2;
  expect(right?.handles).toEqual([
    { type: 'target', position: Position.Left, x: 0, y: middle, width: 0, height: 0 },
    { type: 'source', position: Position.Right, x: 208, y: middle, width: 0, height: 0 },
  ]);
});

it('a node keeps its saved position', () => {
  const node = nodesOf({ positions: { output: { x: 400, y: -70 } } }).at(-1);
  expect(node?.position).toEqual({ x: 400, y: -70 });
});
