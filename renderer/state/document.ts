import { temporal } from 'zundo';
import { create } from 'zustand';
import type { LoomDocument } from '../../electron/ipc/contract.js';
import { parseProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';

/** The open project's identity in the main process. */
export type OpenDocument = Pick<LoomDocument, 'token' | 'name' | 'saved'>;

interface DocumentState {
  readonly document: OpenDocument | null;
  /** The project as edited, subject to undo and redo. */
  readonly project: Project | null;
  /** The project as last written to its file; null if it was never saved. */
  readonly written: Project | null;
  /** Ids of the selected layers, in the chain's order. */
  readonly selection: readonly string[];
}

const UNDO_STEPS = 500;

/** The open project. */
export const useDocument = create<DocumentState>()(
  temporal((): DocumentState => ({ document: null, project: null, written: null, selection: [] }), {
    partialize: ({ project }) => ({ project }),
    equality: (a, b) => a.project === b.project,
    limit: UNDO_STEPS,
  }),
);

const history = () => useDocument.temporal.getState();

let lastGroup: string | null = null;

/** Replaces the open document; the undo history starts empty. */
export function openDocument({ token, name, saved, recovered, text }: LoomDocument): void {
  const project = parseProject(text);
  lastGroup = null;
  useDocument.setState({
    document: { token, name, saved },
    project,
    written: recovered ? null : project,
    selection: [],
  });
  history().clear();
}

/**
 * Changes the project as an undoable step. Consecutive changes of the same `group`, such as the keystrokes of a
 * name, form one step.
 */
export function edit(change: (project: Project) => Project, group: string | null = null): void {
  const { project } = useDocument.getState();
  if (!project) return;
  const changed = change(project);
  if (changed === project) return;
  const continuesGroup = group !== null && group === lastGroup;
  lastGroup = group;
  if (continuesGroup) history().pause();
  useDocument.setState({ project: changed, selection: existing(changed) });
  history().resume();
}

/** Makes the next change a separate undo step, regardless of its group. */
export function endGroup(): void {
  lastGroup = null;
}

/** Undoes the last change. */
export function undo(): void {
  endGroup();
  history().undo();
  keepSelection();
}

/** Redoes the last undone change. */
export function redo(): void {
  endGroup();
  history().redo();
  keepSelection();
}

/** Replaces the selection. */
export function select(ids: readonly string[]): void {
  const { project, selection } = useDocument.getState();
  if (!project) return;
  const wanted = new Set(ids);
  const next = project.model.layers.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
  if (next.join() !== selection.join()) useDocument.setState({ selection: next });
}

/** Records `written` as the file's content; the project may have changed in the meantime. */
export function markWritten(document: OpenDocument, written: Project): void {
  useDocument.setState({ document, written });
}

/** Closes the document, which shows the start screen. */
export function closeDocument(): void {
  useDocument.setState({ document: null, project: null, written: null, selection: [] });
  history().clear();
}

/** Returns whether the project has unsaved changes. */
export function isEdited({ project, written }: Pick<DocumentState, 'project' | 'written'>): boolean {
  return project !== written;
}

function existing({ model }: Project): readonly string[] {
  const { selection } = useDocument.getState();
  const ids = new Set(model.layers.map(({ id }) => id));
  return selection.every((id) => ids.has(id)) ? selection : selection.filter((id) => ids.has(id));
}

function keepSelection(): void {
  const { project } = useDocument.getState();
  if (project) useDocument.setState({ selection: existing(project) });
}
