import { serializeProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';
import type { LoomDocument, Reply } from '../../electron/ipc/contract.js';
import { valueOrNotice } from '../loom.js';
import { closeDocument, markWritten, openDocument, useDocument } from '../state/document.js';
import { isActive, resetTraining, useTraining } from '../state/training.js';
import { announce, notice, openOverlay, show, useUi } from '../state/ui.js';
import { once } from './once.js';
import { refreshRuns } from './runs.js';

/** Starts an unsaved project. */
export const newProject = (project: Project): Promise<void> =>
  replaceWith(() => window.loom.project.new({ text: serializeProject(project) }));

/** Asks for a file and opens it. */
export const open = (): Promise<void> => replaceWith(() => window.loom.project.open());

/** Opens a recent file, or one that the system asked for. */
export const openToken = (token: string): Promise<void> =>
  replaceWith(() => window.loom.project.openToken({ token }));

/** Opens an example as an unsaved project. */
export const openExample = (id: string): Promise<void> =>
  replaceWith(() => window.loom.project.openExample({ id }));

/** Opens unsaved work of an earlier session. */
export const recover = (id: string): Promise<void> => replaceWith(() => window.loom.project.recover({ id }));

/** Saves the project; asks where when it has no file yet, or when `elsewhere`. Answers whether it was saved. */
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

/** Saves, then lets the window close. */
export async function saveAndClose(): Promise<void> {
  if (await save()) await valueOrNotice(window.loom.app.close());
}

/** Back to the start screen. */
export async function closeProject(): Promise<void> {
  const { document } = useDocument.getState();
  if (!document || !(await mayLeave())) return;
  await window.loom.project.close({ token: document.token });
  resetTraining();
  closeDocument();
}

/** Opens another document in place of the one that is open, which stays when that fails or is cancelled. */
const replaceWith = once(async (open: () => Promise<Reply<LoomDocument | null>>): Promise<void> => {
  if (!(await mayLeave())) return;
  const previous = useDocument.getState().document;
  const opened = await valueOrNotice(open());
  if (!opened) return;
  if (previous) await window.loom.project.close({ token: previous.token });
  resetTraining();
  openDocument(opened);
  // What went wrong with another file does not concern this one.
  useUi.setState({ notices: [] });
  show('build');
  announce(`Opened ${opened.name}`);
  void refreshRuns();
});

/** Asks about what would be lost; answers whether the open document may go. */
async function mayLeave(): Promise<boolean> {
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
