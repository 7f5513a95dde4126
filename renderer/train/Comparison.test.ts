import { expect, it } from 'vitest';
import { templates } from '../../engine/project/templates.js';
import { differences } from './Comparison.js';

const project = templates.find(({ id }) => id === 'fully-connected')!.project;

it('finds no differences between identical projects', () => {
  expect(differences([project, structuredClone(project)])).toEqual([]);
});

it('lists each setting that differs, with its value in every project', () => {
  const { data, model, training } = project;
  const other = {
    ...project,
    data: { ...data, limitPerClass: 100 },
    model: {
      layers: model.layers.map((layer) =>
        layer.name === 'hidden_linear' ? { ...layer, params: { ...layer.params, out_features: 64 } } : layer,
      ),
    },
    training: { ...training, batchSize: 32, optimizer: { type: 'Adam', lr: 0.001 } },
  } as typeof project;
  const found = differences([project, other, project]);
  expect(found.map(({ setting }) => setting)).toEqual([
    'Limit per class',
    'Layer hidden_linear',
    'Batch size',
    'Optimizer',
  ]);
  expect(found[3]?.values).toEqual([expect.stringMatching(/^SGD\(/), 'Adam(lr=0.001)', expect.any(String)]);
  expect(found[2]?.values).toEqual([String(training.batchSize), '32', String(training.batchSize)]);
});

it('reports a missing layer as null', () => {
  const shorter = { ...project, model: { layers: project.model.layers.slice(0, -1) } };
  const last = project.model.layers.at(-1)!;
  expect(differences([project, shorter])).toContainEqual({
    setting: `Layer ${last.name}`,
    values: [expect.stringContaining(last.type), null],
  });
});
