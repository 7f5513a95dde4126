import { expect, it } from 'vitest';
import { setOptimizer } from './edits.js';
import type { Project } from './schema.js';
import { templates } from './templates.js';

const withOptimizer = (optimizer: Project['training']['optimizer']): Project => {
  const { project } = templates[0]!;
  return { ...project, training: { ...project.training, optimizer } };
};

it('another optimizer has its own learning rate, unless one was chosen', () => {
  const changed = (lr?: number) =>
    setOptimizer('Adam')(withOptimizer({ type: 'SGD', ...(lr !== undefined && { lr }), momentum: 0.9 }))
      .training.optimizer;
  expect(changed()).toEqual({ type: 'Adam' });
  expect(changed(0.01)).toEqual({ type: 'Adam' });
  expect(changed(0.3)).toEqual({ type: 'Adam', lr: 0.3 });
});
