import { Position } from '@xyflow/react';
import { expect, it } from 'vitest';
import { problem } from '../../engine/base/problem.js';
import { diagnose } from '../../engine/project/diagnose.js';
import { changeLayers, insertLayers, removeLayers } from '../../engine/project/edits.js';
import type { Edit, Project } from '../../engine/project/schema.js';
import { templates } from '../../engine/project/templates.js';
import { standingFindings } from '../state/training.js';
import { chainNodes, type ChainNode, withUnchanged } from './nodes.js';

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

it('a finding of the shown run marks its layer, as long as that is the trained one after the same layer', () => {
  const trained = start.model.layers;
  const { id, name, type } = trained.find((layer) => layer.type === 'Tanh')!;
  const where = { kind: 'layer', id, name, type } as const;
  const found = problem('advice/saturated', { type, share: 0.7 }, { where });
  const marks = ({ model }: Project) => {
    const edited = { ...start, model };
    const standing = standingFindings([found], trained, model.layers);
    return chainNodes(edited, diagnose(edited), 8, standing).flatMap(({ id: node, data, ariaLabel }) =>
      data.mark === null ? [] : [[node, data.mark, ariaLabel]],
    );
  };
  expect(marks(start)).toEqual([[id, 'Saturated outputs', expect.stringMatching(/, Saturated outputs$/)]]);
  const at = trained.findIndex((layer) => layer.id === id);
  const others: readonly Edit[] = [
    changeLayers([id], 'ReLU'),
    removeLayers([id]),
    insertLayers([{ type: 'BatchNorm1d' }], at),
  ];
  for (const edit of others) expect(marks(edit(start))).toEqual([]);
  expect(marks(insertLayers([{ type: 'Dropout' }], at + 1)(start))).toHaveLength(1);
});

it('what looks the same keeps its objects after an edit, and a dragged node its place', () => {
  const shown = withUnchanged([], nodesOf({}), new Set());
  const ids = shown.map(({ id }) => id);
  const kept = (next: readonly ChainNode[]) => ids.filter((_, i) => next[i] === shown[i]);

  expect(kept(withUnchanged(shown, nodesOf({}), new Set()))).toEqual(ids);

  const selected = withUnchanged(shown, nodesOf({}), new Set([ids[1]!]));
  expect(kept(selected)).toEqual(ids.filter((id) => id !== ids[1]));
  expect(selected[1]).toMatchObject({ selected: true, data: shown[1]!.data });

  const moved = withUnchanged(shown, nodesOf({ positions: { output: { x: 400, y: -70 } } }), new Set());
  expect(kept(moved)).toEqual(ids.slice(0, -1));

  const dragged = shown.map((node, i) =>
    i === 2 ? { ...node, dragging: true, position: { x: 7, y: 8 } } : node,
  );
  expect(withUnchanged(dragged, nodesOf({}), new Set())[2]).toBe(dragged[2]);
});
