import { serializeProject } from '../engine/project/parse.js';
import { isEdited } from './state/document.js';
import { notice } from './state/ui.js';
import type { App } from './app.js';
import { valueOf } from './loom.js';

const AUTOSAVE_MS = 1000;

/**
 * Reports unsaved changes to the main process and autosaves them for recovery after a crash, until the returned
 * function is called.
 */
export function autosave(app: App): () => void {
  let lastReported = '';
  let timer: ReturnType<typeof setTimeout> | null = null;
  const save = () => {
    timer = null;
    const state = app.document.getState();
    if (!state.document || !state.project || !isEdited(state)) return;
    const { document, project, startsFrom } = state;
    const text = serializeProject(project);
    const input = { token: document.token, text, startsFrom: startsFrom?.token ?? null };
    valueOf(app.loom.project.autosave(input)).catch((problem: unknown) => {
      notice(app, 'bad', `Autosave failed: ${(problem as Error).message}`);
    });
  };
  const unsubscribe = app.document.subscribe((state, before) => {
    const { document, project } = state;
    if (!document || !project) {
      lastReported = '';
      return;
    }
    const edited = isEdited(state);
    const name = document.saved ? document.name : project.name;
    if (lastReported !== `${document.token} ${edited} ${name}`) {
      lastReported = `${document.token} ${edited} ${name}`;
      void app.loom.project.setEdited({ token: document.token, edited, name });
    }
    if ((project !== before.project || state.startsFrom !== before.startsFrom) && edited)
      timer ??= setTimeout(save, AUTOSAVE_MS);
  });
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}
