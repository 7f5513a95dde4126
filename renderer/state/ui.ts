import { create } from 'zustand';
import type { ImportedTable } from '../../electron/ipc/contract.js';

/** The workspaces in rail order, which also determines their shortcuts. `renderer/workspaces.ts` has their screens. */
export const WORKSPACES = [
  { id: 'build', title: 'Build' },
  { id: 'data', title: 'Data' },
  { id: 'train', title: 'Train' },
  { id: 'export', title: 'Export' },
] as const;
/** A workspace's id. */
export type Workspace = (typeof WORKSPACES)[number]['id'];
/** Overlays of the window; at most one is open. */
export type Overlay = 'commands' | 'new' | 'table' | 'photos' | 'shortcuts' | 'about';
/** The inspector's tabs. */
export const INSPECTOR_TABS = ['layer', 'training', 'summary', 'code'] as const;
/** An inspector tab's id. */
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

/** A message that disappears by itself unless it reports an error. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'ok' | 'bad';
  readonly text: string;
}

interface Ui {
  readonly workspace: Workspace;
  readonly overlay: Overlay | null;
  /** The table being imported. */
  readonly table: ImportedTable | null;
  /** True if a file was dropped on the window and has not been processed yet. */
  readonly dropped: boolean;
  readonly inspectorTab: InspectorTab;
  readonly notices: readonly Notice[];
  /** The current screen-reader announcement. */
  readonly announcement: string;
  /** Id of the layer whose name is being edited on the canvas. */
  readonly renaming: string | null;
}

/** The state of the window, none of which is saved with the project. */
export const useUi = create<Ui>()(() => ({
  workspace: 'build',
  overlay: null,
  table: null,
  dropped: false,
  inspectorTab: 'layer',
  notices: [],
  announcement: '',
  renaming: null,
}));

let nextNotice = 1;
const SHOWN_MS = 5000;

/** Shows a notice; errors stay until they are closed. */
export function notice(tone: Notice['tone'], text: string): void {
  const id = nextNotice++;
  useUi.setState(({ notices }) => ({ notices: [...notices.slice(-3), { id, tone, text }] }));
  if (tone !== 'bad') setTimeout(() => closeNotice(id), SHOWN_MS);
}

/** Closes a notice. */
export function closeNotice(id: number): void {
  useUi.setState(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) }));
}

/** Announces text to screen readers. */
export function announce(text: string): void {
  useUi.setState({ announcement: text });
}

/** Switches to a workspace and closes any overlay. */
export function show(workspace: Workspace): void {
  useUi.setState({ workspace, overlay: null, table: null });
}

/** Opens an overlay, or closes it with null; discards a table that was being imported. */
export function openOverlay(overlay: Exclude<Overlay, 'table'> | null): void {
  useUi.setState({ overlay, table: null });
}
