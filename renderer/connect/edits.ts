import { serializeProject } from '../../engine/project/parse.js';
import { valueOf } from '../loom.js';
import { isEdited, useDocument } from '../state/document.js';
import { notice } from '../state/ui.js';

const AUTOSAVE_MS = 1000;

/** Reports unsaved changes to the main process and autosaves them for recovery after a crash. */
export function followEdits(): void {
  let lastReported = '';
  let timer: number | null = null;
  const autosave = () => {
    timer = null;
    const state = useDocument.getState();
    if (!state.document || !state.project || !isEdited(state)) return;
    const input = { token: state.document.token, text: serializeProject(state.project) };
    valueOf(window.loom.project.autosave(input)).catch((problem: unknown) => {
      notice('bad', `Autosave failed: ${(problem as Error).message}`);
    });
  };
  useDocument.subscribe((state, before) => {
    const { document, project } = state;
    if (!document || !project) {
      lastReported = '';
      return;
    }
    const edited = isEdited(state);
    const name = document.saved ? document.name : project.name;
    if (lastReported !== `${document.token} ${edited} ${name}`) {
      lastReported = `${document.token} ${edited} ${name}`;
      void window.loom.project.setEdited({ token: document.token, edited, name });
    }
    if (project !== before.project && edited) timer ??= window.setTimeout(autosave, AUTOSAVE_MS);
  });
}
