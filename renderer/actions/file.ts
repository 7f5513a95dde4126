import type { LoomDocument, NamedFile } from '../../electron/ipc/contract.js';
import { serializeProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';
import type { App } from '../app.js';
import { orNotice, valueOf, valueOrNotice } from '../loom.js';
import { closeDocument, isEdited, markWritten, openDocument, takeFileName } from '../state/document.js';
import { isActive, resetTraining } from '../state/training.js';
import { announce, notice, openOverlay, show } from '../state/ui.js';
import { once } from './once.js';
import { refreshRuns } from './runs.js';

/** Opens a new, unsaved project. */
export const newProject = (app: App, project: Project): Promise<void> =>
  replaceWith(app, () => openText(app, serializeProject(project)));

/** Prompts for a project or an exported model and opens it. */
export const open = (app: App): Promise<void> =>
  replaceWith(app, async () => {
    const file = await valueOf(app.loom.project.choose());
    return file && contentsOf(app, file);
  });

/** Opens a recent file, or one that the operating system passed in. */
export const openFile = (app: App, file: NamedFile): Promise<void> =>
  replaceWith(app, () => contentsOf(app, file));

/** Opens an example as an unsaved project. */
export const openExample = (app: App, id: string): Promise<void> =>
  replaceWith(app, () => valueOf(app.loom.project.openExample({ id })));

/** Restores unsaved work from an earlier session. */
export const recover = (app: App, id: string): Promise<void> =>
  replaceWith(app, () => valueOf(app.loom.project.recover({ id })));

/** A document to open, and the exported model that its training starts from, if any. */
type Opened = LoomDocument & { readonly startsFrom?: NamedFile | null };

const openText = (app: App, text: string): Promise<LoomDocument> => valueOf(app.loom.project.new({ text }));

/** Reads a project file, or the project in an exported model. Throws `CallError`. */
async function contentsOf(app: App, file: NamedFile): Promise<Opened | null> {
  const { token, name } = file;
  if (!/\.onnx$/i.test(name)) return valueOf(app.loom.project.open({ token }));
  const read = await app.jobs.run('readProject', { path: token }).result;
  return read && { ...(await openText(app, read.project)), startsFrom: file };
}

/**
 * Saves the project, prompting for a file if it has none or `elsewhere` is set. The project takes the name of a file
 * that is new. Returns whether it was saved.
 */
export async function save(app: App, elsewhere = false): Promise<boolean> {
  const { document, project } = app.document.getState();
  if (!document || !project) return false;
  const input = { token: document.token, text: serializeProject(project) };
  const call = elsewhere ? app.loom.project.saveAs(input) : app.loom.project.save(input);
  const saved = await valueOrNotice(app, call);
  if (!saved) return false;
  const written = { ...saved, saved: true };
  if ((elsewhere || !document.saved) && saved.name !== project.name) {
    takeFileName(app, written);
    return save(app);
  }
  markWritten(app, written, project);
  announce(app, `Saved ${saved.name}`);
  await refreshRuns(app);
  return true;
}

/** Saves, then closes the window. */
export async function saveAndClose(app: App): Promise<void> {
  if (await save(app)) await valueOrNotice(app, app.loom.app.close());
}

/** Closes the project and returns to the start screen. */
export async function closeProject(app: App): Promise<void> {
  const { document } = app.document.getState();
  if (!document || !(await confirmLeave(app))) return;
  await app.loom.project.close({ token: document.token });
  resetTraining(app);
  closeDocument(app);
}

/** Replaces the open document, which stays open if opening fails or is canceled. */
const replaceWith = once(async (app: App, open: () => Promise<Opened | null>): Promise<void> => {
  if (!(await confirmLeave(app))) return;
  const previous = app.document.getState().document;
  const opened = await orNotice(app, open());
  if (!opened) return;
  if (previous) await app.loom.project.close({ token: previous.token });
  resetTraining(app);
  openDocument(app, opened, opened.startsFrom);
  // Notices about the previous file do not apply to this one.
  app.ui.setState({ notices: [] });
  show(app, 'build');
  announce(app, `Opened ${opened.name}`);
  void refreshRuns(app);
});

/** Asks about unsaved changes; returns whether the open document may be closed. */
async function confirmLeave(app: App): Promise<boolean> {
  const { document } = app.document.getState();
  openOverlay(app, null);
  if (!document) return true;
  if (isActive(app.training.getState().live)) {
    notice(app, 'info', 'A model is training. Stop it first, then open another project.');
    return false;
  }
  const answer = await valueOrNotice(app, app.loom.project.mayClose({ token: document.token }));
  return answer?.choice === 'discard' || (answer?.choice === 'save' && (await save(app)));
}

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
