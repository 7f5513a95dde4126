import { expect, it, vi } from 'vitest';
import { evaluate } from '../../engine/backends/reference.js';
import { float } from '../../engine/base/fields.js';
import { literal } from '../../engine/base/python.js';
import type * as Catalog from '../../engine/data/transforms/index.js';
import { noEffect } from '../../engine/data/step.js';
import { defineTransform, type TransformDefinition } from '../../engine/data/transforms/define.js';
import { pipeline } from '../../engine/data/transforms/index.js';
import { trainCode } from '../../engine/exchange/torch/code.js';
import { advise } from '../../engine/project/advice.js';
import { diagnose } from '../../engine/project/diagnose.js';
import { parseProject, serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { createBuilder } from '../../engine/tensor/operators/index.js';
import { sentenceOf } from '../../engine/text/index.js';
import { float32, toNumbers } from '../../engine/tensor/tensor.js';
import { chainNodes } from '../build/nodes.js';
import { addStep, kindsOf } from '../../engine/project/edits.js';

vi.mock('../../engine/data/transforms/index.js', async (original) => {
  const catalog = await original<typeof Catalog>();
  (catalog.transforms as TransformDefinition[]).push(
    defineTransform({
      type: 'Shift',
      summary: 'Adds a number to every input.',
      label: 'shifted',
      appliesTo: 'table',
      params: { by: float({ default: 0, min: -10, max: 10, label: 'By', help: 'Added to every input.' }) },
      forward: (b, batch, params) => b.op('Add', [batch, b.scalar(params.by)]),
      python: (x, params) => ({ value: `(${x} + ${literal(params.by)})` }),
      advice: (params, step) => (params.by === 0 ? noEffect(step, ['by']) : null),
    }),
  );
  return catalog;
});

const start = templates.find(({ id }) => id === 'linear-regressor')!.project;

it('a declared and listed transform is offered, advised on, saved, shown, run, and exported as Python', () => {
  expect(kindsOf(start.data, 'transforms').map(({ type }) => type)).toContain('Shift');
  const added = addStep('transforms', 'Shift')(start);
  const steps = [...added.data.transforms.slice(0, -1), { type: 'Shift', by: 2 }, ...start.data.transforms];
  const text = serializeProject({ ...added, data: { ...added.data, transforms: steps } });
  const project = parseProject(text);
  expect(project.data.transforms).toEqual(steps);

  const sentences = advise(added.data).map(({ problem }) => sentenceOf(problem));
  expect(sentences).toEqual(['With by at 0, this changes nothing.']);

  const [input] = chainNodes(project, diagnose(project), 8);
  expect(input!.data.detail).toBe('t_u · scaled · shifted · scaled');

  const b = createBuilder();
  const output = pipeline(steps, 'table')(b, b.input('batch', 'float32', [2, 1]));
  const outputs = evaluate(b.build([output]), { batch: float32([2, 1], [0, 10]) });
  expect(toNumbers(outputs[output.name]!)[1]).toBeCloseTo((10 * 0.1 + 2) * 0.1, 6);
  expect(trainCode(project)).toContain('    inputs = (inputs * 0.1 + 2) * 0.1\n');
});
