import type { Project } from '../../engine/project/schema.js';

/** Whether a project's model or data differs from what a run was trained with. */
export function isStale({ model, data }: Project, trained: Project): boolean {
  return JSON.stringify([model, data]) !== JSON.stringify([trained.model, trained.data]);
}

/** What the last layer of a trained project gives, which is the natural thing to export. */
export function naturalOutput({ model }: Project): 'logits' | 'log_probabilities' | 'probabilities' {
  const last = model.layers.at(-1)?.type;
  return last === 'LogSoftmax' ? 'log_probabilities' : last === 'Softmax' ? 'probabilities' : 'logits';
}
