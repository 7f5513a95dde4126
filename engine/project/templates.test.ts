import { expect, it } from 'vitest';
import { diagnose } from './diagnose.js';
import { summarize } from '../nn/model/summary.js';
import { parseProject, serializeProject } from './parse.js';
import { templates } from './templates.js';

it.each(templates)('$name has no problems', ({ project }) => {
  const parsed = parseProject(serializeProject(project));
  expect(diagnose(parsed).problems).toEqual([]);
});

it("the networks have the book's sizes", () => {
  const parameters = (id: string) =>
    summarize(diagnose(templates.find((template) => template.id === id)!.project).model!).parameters;
  expect(parameters('fully-connected')).toBe(1_574_402);
  expect(parameters('deep-fully-connected')).toBe(3_737_474);
  expect(parameters('tanh-regressor')).toBe(40);
  expect(parameters('convnet')).toBe(18_090);
});
