import { parseProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';

/** Whether a project's model or data differs from what a run was trained with. */
export function isStale(project: Project, trained: string): boolean {
  const { model, data } = parseProject(trained);
  return JSON.stringify([project.model, project.data]) !== JSON.stringify([model, data]);
}

/** What the last layer of a trained project gives, which is the natural thing to export. */
export function naturalOutput(trained: string | null): 'logits' | 'log_probabilities' | 'probabilities' {
  const last = trained === null ? undefined : parseProject(trained).model.layers.at(-1)?.type;
  return last === 'LogSoftmax' ? 'log_probabilities' : last === 'Softmax' ? 'probabilities' : 'logits';
}
