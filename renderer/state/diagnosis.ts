import { diagnose, type Diagnosis } from '../../engine/project/diagnose.js';
import type { Project } from '../../engine/project/schema.js';
import { useDocument } from './document.js';

let last: {
  readonly model: Project['model'];
  readonly data: Project['data'];
  readonly training: Project['training'];
  readonly found: Diagnosis;
} | null = null;

/** The diagnosis of a project. Caches the last result, since many views request it for the same project. */
export function diagnosisOf({ model, data, training }: Project): Diagnosis {
  if (last?.model !== model || last.data !== data || last.training !== training) {
    last = { model, data, training, found: diagnose({ model, data, training }) };
  }
  return last.found;
}

/** The open project's diagnosis. Moving nodes does not change it. */
export function useDiagnosis(): Diagnosis | null {
  return useDocument(({ project }) => project && diagnosisOf(project));
}
