import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import type { LoomDocument, NamedFile } from '../../electron/ipc/contract.js';
import { renameProject } from '../../engine/project/edits.js';
import { diagnose, type Diagnosis } from '../../engine/project/diagnose.js';
import { parseProject } from '../../engine/project/parse.js';
import type { Project } from '../../engine/project/schema.js';
import type { App } from '../app.js';

/** The open project's identity in the main process. */
type OpenDocument = Pick<LoomDocument, 'token' | 'name' | 'saved'>;

/** The open project, if any, and its selection. */
export interface DocumentState {
  readonly document: OpenDocument | null;
  /** The project as edited, subject to undo and redo. */
  readonly project: Project | null;
  /** The project as last written to its file; null if it was never saved. */
  readonly written: Project | null;
  /** The exported model whose weights training starts from; null for new weights. */
  readonly startsFrom: NamedFile | null;
  /** Ids of the selected layers, in the chain's order. */
  readonly selection: readonly string[];
  /** The selected end of the chain, if no layer is selected. */
  readonly selectedEnd: ChainEnd | null;
  /** The group of the last change; see `edit`. */
  readonly lastGroup: string | null;
}

/** The nodes before the first and after the last layer; never ids of layers. */
export const ENDS = ['input', 'output'] as const;
/** The id of such a node. */
type ChainEnd = (typeof ENDS)[number];

const NO_DOCUMENT: DocumentState = {
  document: null,
  project: null,
  written: null,
  startsFrom: null,
  selection: [],
  selectedEnd: null,
  lastGroup: null,
};

const UNDO_STEPS = 500;

/** Makes the store of the open project, which records projects for undo and redo. */
export const createDocument = () =>
  createStore<DocumentState>()(
    temporal(() => NO_DOCUMENT, {
      partialize: ({ project }) => ({ project }),
      equality: (a, b) => a.project === b.project,
      limit: UNDO_STEPS,
    }),
  );
/** A store of the open project. */
export type DocumentStore = ReturnType<typeof createDocument>;

const history = (app: App) => app.document.temporal.getState();

/** Replaces the open document; the undo history starts empty. */
export function openDocument(
  app: App,
  { token, name, saved, recovered, text }: LoomDocument,
  startsFrom: NamedFile | null = null,
): void {
  const project = parseProject(text);
  app.document.setState({
    ...NO_DOCUMENT,
    document: { token, name, saved },
    project,
    written: recovered ? null : project,
    startsFrom,
  });
  history(app).clear();
}

/**
 * Changes the project as an undoable step. Consecutive changes of the same `group`, such as the keystrokes of a
 * name, form one step.
 */
export function edit(app: App, change: (project: Project) => Project, group: string | null = null): void {
  const { project, lastGroup } = app.document.getState();
  if (!project) return;
  const changed = change(project);
  if (changed === project) return;
  if (group !== null && group === lastGroup) history(app).pause();
  app.document.setState({ project: changed, selection: existing(app, changed), lastGroup: group });
  history(app).resume();
}

/** Makes the next change a separate undo step, regardless of its group. */
export function endGroup(app: App): void {
  app.document.setState({ lastGroup: null });
}

/** Undoes the last change. */
export function undo(app: App): void {
  endGroup(app);
  history(app).undo();
  keepSelection(app);
}

/** Redoes the last undone change. */
export function redo(app: App): void {
  endGroup(app);
  history(app).redo();
  keepSelection(app);
}

/** Replaces the selection by layers, or by one end of the chain. */
export function select(app: App, ids: readonly string[]): void {
  const { project, selection, selectedEnd } = app.document.getState();
  if (!project) return;
  const wanted = new Set(ids);
  const next = project.model.layers.flatMap(({ id }) => (wanted.has(id) ? [id] : []));
  const end = next.length === 0 ? (ENDS.find((one) => wanted.has(one)) ?? null) : null;
  if (next.join() === selection.join() && end === selectedEnd) return;
  app.document.setState({ selection: next, selectedEnd: end });
}

/** Records `written` as the file's content; the project may have changed in the meantime. */
export function markWritten(app: App, document: OpenDocument, written: Project): void {
  app.document.setState({ document, written });
}

/** Gives the project the name of its new file, also in the states that undo and redo lead to. */
export function takeFileName(app: App, document: OpenDocument): void {
  const rename = ({ project = null }: Partial<Pick<DocumentState, 'project'>>) => ({
    project: project && renameProject(document.name)(project),
  });
  history(app).pause();
  app.document.setState((state) => ({ document, ...rename(state) }));
  history(app).resume();
  app.document.temporal.setState(({ pastStates, futureStates }) => ({
    pastStates: pastStates.map(rename),
    futureStates: futureStates.map(rename),
  }));
}

/** Closes the document, which shows the start screen. */
export function closeDocument(app: App): void {
  app.document.setState(NO_DOCUMENT);
  history(app).clear();
}

/** Returns whether the project has unsaved changes. */
export function isEdited({ project, written }: Pick<DocumentState, 'project' | 'written'>): boolean {
  return project !== written;
}

function existing(app: App, { model }: Project): readonly string[] {
  const { selection } = app.document.getState();
  const ids = new Set(model.layers.map(({ id }) => id));
  return selection.every((id) => ids.has(id)) ? selection : selection.filter((id) => ids.has(id));
}

function keepSelection(app: App): void {
  const { project } = app.document.getState();
  if (project) app.document.setState({ selection: existing(app, project) });
}

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
