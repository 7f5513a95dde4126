import { createStore } from 'zustand/vanilla';
import type { ImportedTable, RefusedTable, UnreadTable } from '../../engine/data/tableForm.js';
import type { App } from '../app.js';

/** The workspaces in rail order, which also determines their shortcuts. `renderer/workspaces.ts` has their screens. */
export const WORKSPACES = [
  { id: 'build', title: 'Build' },
  { id: 'data', title: 'Data' },
  { id: 'train', title: 'Train' },
  { id: 'understand', title: 'Understand' },
  { id: 'export', title: 'Export' },
] as const;
/** A workspace's id. */
export type Workspace = (typeof WORKSPACES)[number]['id'];
/** Overlays of the window; at most one is open. */
export type Overlay = 'commands' | 'new' | 'table' | 'photos' | 'shortcuts' | 'about';
/** A tab of the inspector in Build. */
export type InspectorTab = 'layer' | 'training' | 'summary' | 'code';

/** A side panel of Build: the palette of layers, or the inspector. */
type BuildPanel = 'layers' | 'inspector';

/** A message that disappears by itself unless it reports an error. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'ok' | 'bad';
  readonly text: string;
  /** A button, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** The state of the window, none of which is saved with the project. */
export interface Ui {
  /** True if the theme is dark. */
  readonly dark: boolean;
  readonly workspace: Workspace;
  readonly overlay: Overlay | null;
  /** The table being imported. */
  readonly table: ImportedTable | UnreadTable | RefusedTable | null;
  /** True if a file was dropped on the window and has not been processed yet. */
  readonly dropped: boolean;
  readonly inspectorTab: InspectorTab;
  /** The side panels of Build that are folded away. */
  readonly folded: Readonly<Record<BuildPanel, boolean>>;
  readonly notices: readonly Notice[];
  /** Number of notices so far, from which each gets its id. */
  readonly noticeCount: number;
  /** The current screen-reader announcement. */
  readonly announcement: string;
  /** Id of the layer whose name is being edited on the canvas. */
  readonly renaming: string | null;
  /** Seconds that the examples train here, by id, as far as they were measured. */
  readonly exampleSeconds: Readonly<Record<string, number>>;
  /** True while the project's name is being edited in the title bar. */
  readonly renamingProject: boolean;
  /** Id of the node of the canvas before which the dragged layer would be inserted. */
  readonly insertBefore: string | null;
}

/** Makes the store of the window's state. */
export const createUi = () =>
  createStore<Ui>()(() => ({
    dark: true,
    workspace: 'build',
    overlay: null,
    table: null,
    dropped: false,
    inspectorTab: 'layer',
    folded: { layers: false, inspector: false },
    notices: [],
    noticeCount: 0,
    announcement: '',
    renaming: null,
    renamingProject: false,
    exampleSeconds: {},
    insertBefore: null,
  }));

/** Folds or unfolds a side panel of Build. */
export function togglePanel(app: App, panel: BuildPanel): void {
  app.ui.setState(({ folded }) => ({ folded: { ...folded, [panel]: !folded[panel] } }));
}

/** Shows a page of Build's inspector. */
export function openInspector(app: App, inspectorTab: InspectorTab): void {
  app.ui.setState(({ folded }) => ({ inspectorTab, folded: { ...folded, inspector: false } }));
}

/** Shows a notice. */
export function notice(app: App, tone: Notice['tone'], text: string, action?: Notice['action']): void {
  app.ui.setState(({ notices, noticeCount: id }) => ({
    notices: [...notices.slice(-3), { id, tone, text, action }],
    noticeCount: id + 1,
  }));
}

/** Closes a notice. */
export function closeNotice(app: App, id: number): void {
  app.ui.setState(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) }));
}

/** Announces text to screen readers. */
export function announce(app: App, text: string): void {
  app.ui.setState({ announcement: text });
}

/** Switches to a workspace and closes any overlay. */
export function show(app: App, workspace: Workspace): void {
  app.ui.setState({ workspace, overlay: null, table: null });
}

/** Opens an overlay, or closes it with null; discards a table that was being imported. */
export function openOverlay(app: App, overlay: Exclude<Overlay, 'table'> | null): void {
  app.ui.setState({ overlay, table: null });
}
