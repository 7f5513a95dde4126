import { create } from 'zustand';
import type { ImportedTable } from '../../electron/ipc/contract.js';

/** The workspaces in the order of the left rail, which gives their keys too. `renderer/workspaces.ts` has their screens. */
export const WORKSPACES = [
  { id: 'build', title: 'Build' },
  { id: 'data', title: 'Data' },
  { id: 'train', title: 'Train' },
  { id: 'export', title: 'Export' },
] as const;
/** A workspace's id. */
export type Workspace = (typeof WORKSPACES)[number]['id'];
/** What may lie over the window; one at a time. */
export type Overlay = 'commands' | 'new' | 'table' | 'photos' | 'shortcuts' | 'about';
/** The inspector's pages. */
export const INSPECTOR_TABS = ['layer', 'training', 'summary', 'code'] as const;
/** One of them. */
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

/** A message that goes away by itself unless it is bad news. */
export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'ok' | 'bad';
  readonly text: string;
}

interface Ui {
  readonly workspace: Workspace;
  readonly overlay: Overlay | null;
  /** The table that is being brought in. */
  readonly table: ImportedTable | null;
  /** Whether something was dropped on the window that has not been looked into yet. */
  readonly dropped: boolean;
  readonly inspectorTab: InspectorTab;
  readonly notices: readonly Notice[];
  /** What a screen reader should say now. */
  readonly announcement: string;
  /** The layer whose name is being edited on the canvas. */
  readonly renaming: string | null;
}

/** What the window shows; nothing of it is part of the project. */
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

/** Shows a message; bad news stays until it is closed. */
export function notice(tone: Notice['tone'], text: string): void {
  const id = nextNotice++;
  useUi.setState(({ notices }) => ({ notices: [...notices.slice(-3), { id, tone, text }] }));
  if (tone !== 'bad') setTimeout(() => closeNotice(id), SHOWN_MS);
}

/** Takes a message away. */
export function closeNotice(id: number): void {
  useUi.setState(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) }));
}

/** Tells screen readers. */
export function announce(text: string): void {
  useUi.setState({ announcement: text });
}

/** Shows a workspace. */
export function show(workspace: Workspace): void {
  useUi.setState({ workspace, overlay: null, table: null });
}

/** Opens or closes what lies over the window; a table that was being brought in is let go. */
export function openOverlay(overlay: Exclude<Overlay, 'table'> | null): void {
  useUi.setState({ overlay, table: null });
}
