import { temporal } from 'zundo';
import { create } from 'zustand';
import type { LoomDocument } from '../../electron/ipc/contract.js';
import { parseProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';

/** What the main process knows the open project by. */
export type OpenDocument = Pick<LoomDocument, 'token' | 'name' | 'saved'>;

interface DocumentState {
  readonly document: OpenDocument | null;
  /** The project as it is edited; undo and redo move it. */
  readonly project: Project | null;
  /** The project as it was last written to its file; null when it never was. */
  readonly written: Project | null;
  /** Selected layers by id, in the chain's order. */
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

/** Opens a document in place of the one before; its history starts empty. */
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
 * Changes the project; undo takes it back. Changes of one `group` in a row, such as the letters of a name,
 * are one step.
 */
export function edit(change: (project: Project) => Project, group: string | null = null): void {
  const { project } = useDocument.getState();
  if (!project) return;
  const changed = change(project);
  if (changed === project) return;
  const goesOn = group !== null && group === lastGroup;
  lastGroup = group;
  if (goesOn) history().pause();
  useDocument.setState({ project: changed, selection: existing(changed) });
  history().resume();
}

/** The next change is a step of its own, whatever its group. */
export function endGroup(): void {
  lastGroup = null;
}

/** Takes the last change back. */
export function undo(): void {
  endGroup();
  history().undo();
  keepSelection();
}

/** Makes the change that was last taken back. */
export function redo(): void {
  endGroup();
  history().redo();
  keepSelection();
}

/** Selects layers, and nothing else. */
export function select(ids: readonly string[]): void {
  const { project, selection } = useDocument.getState();
  if (!project) return;
  const wanted = new Set(ids);
  const next = project.model.layers.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
  if (next.join() !== selection.join()) useDocument.setState({ selection: next });
}

/** Remembers that `written` is what the file has now; the project may have changed since. */
export function markWritten(document: OpenDocument, written: Project): void {
  useDocument.setState({ document, written });
}

/** Closes the document; the start screen shows. */
export function closeDocument(): void {
  useDocument.setState({ document: null, project: null, written: null, selection: [] });
  history().clear();
}

/** Whether there are changes that are not in the file. */
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
