import { diagnose, type Diagnosis } from '../../engine/project/diagnose.js';
import type { Project } from '../../engine/project/schema.js';

/** Diagnoses a project. */
export type Diagnose = (project: Project) => Diagnosis;

/** Makes a `Diagnose` that remembers the last result, since many views ask about the same project. */
export function createDiagnose(): Diagnose {
  let last: (Pick<Project, 'model' | 'data' | 'training'> & { readonly found: Diagnosis }) | null = null;
  return ({ model, data, training }) => {
    if (last?.model !== model || last.data !== data || last.training !== training) {
      last = { model, data, training, found: diagnose({ model, data, training }) };
    }
    return last.found;
  };
}
