import { serializeProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';
import type { LoomDocument, Reply } from '../../electron/ipc/contract.js';
import { valueOrNotice } from '../loom.js';
import { closeDocument, markWritten, openDocument, useDocument } from '../state/document.js';
import { isActive, resetTraining, useTraining } from '../state/training.js';
import { announce, notice, openOverlay, show, useUi } from '../state/ui.js';
import { once } from './once.js';
import { refreshRuns } from './runs.js';

/** Opens a new, unsaved project. */
export const newProject = (project: Project): Promise<void> =>
  replaceWith(() => window.loom.project.new({ text: serializeProject(project) }));

/** Prompts for a file and opens it. */
export const open = (): Promise<void> => replaceWith(() => window.loom.project.open());

/** Opens a recent file, or one that the operating system passed in. */
export const openToken = (token: string): Promise<void> =>
  replaceWith(() => window.loom.project.openToken({ token }));

/** Opens an example as an unsaved project. */
export const openExample = (id: string): Promise<void> =>
  replaceWith(() => window.loom.project.openExample({ id }));

/** Restores unsaved work from an earlier session. */
export const recover = (id: string): Promise<void> => replaceWith(() => window.loom.project.recover({ id }));

/** Saves the project, prompting for a file if it has none or `elsewhere` is set. Returns whether it was saved. */
export async function save(elsewhere = false): Promise<boolean> {
  const { document, project } = useDocument.getState();
  if (!document || !project) return false;
  const input = { token: document.token, text: serializeProject(project) };
  const call = elsewhere ? window.loom.project.saveAs(input) : window.loom.project.save(input);
  const saved = await valueOrNotice(call);
  if (!saved) return false;
  markWritten({ ...saved, saved: true }, project);
  announce(`Saved ${saved.name}`);
  await refreshRuns();
  return true;
}

/** Saves, then closes the window. */
export async function saveAndClose(): Promise<void> {
  if (await save()) await valueOrNotice(window.loom.app.close());
}

/** Closes the project and returns to the start screen. */
export async function closeProject(): Promise<void> {
  const { document } = useDocument.getState();
  if (!document || !(await confirmLeave())) return;
  await window.loom.project.close({ token: document.token });
  resetTraining();
  closeDocument();
}

/** Replaces the open document, which stays open if opening fails or is canceled. */
const replaceWith = once(async (open: () => Promise<Reply<LoomDocument | null>>): Promise<void> => {
  if (!(await confirmLeave())) return;
  const previous = useDocument.getState().document;
  const opened = await valueOrNotice(open());
  if (!opened) return;
  if (previous) await window.loom.project.close({ token: previous.token });
  resetTraining();
  openDocument(opened);
  // Notices about the previous file do not apply to this one.
  useUi.setState({ notices: [] });
  show('build');
  announce(`Opened ${opened.name}`);
  void refreshRuns();
});

/** Asks about unsaved changes; returns whether the open document may be closed. */
async function confirmLeave(): Promise<boolean> {
  const { document } = useDocument.getState();
  openOverlay(null);
  if (!document) return true;
  if (isActive(useTraining.getState().live)) {
    notice('info', 'A model is training. Stop it first, then open another project.');
    return false;
  }
  const answer = await valueOrNotice(window.loom.project.mayClose({ token: document.token }));
  return answer?.choice === 'discard' || (answer?.choice === 'save' && (await save()));
}
