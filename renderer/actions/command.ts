import type { Keys } from './keys.js';
import type { App } from '../app.js';

/** A user command, available from the command palette, by shortcut, and in the menu. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys?: readonly Keys[];
  /** Acts on the graph, so its shortcut is ignored while a text field has the focus. */
  readonly onGraph?: boolean;
  readonly enabled?: (app: App) => boolean;
  readonly run: (app: App) => unknown;
}

/** Returns whether a project is open. */
export const hasProject = (app: App): boolean => app.document.getState().project !== null;

/** Returns whether any layers are selected. */
export const hasSelection = (app: App): boolean => app.document.getState().selection.length > 0;

/** The four arrow keys and their directions. */
export const ARROWS = [
  { key: 'ArrowLeft', words: 'left', x: -1, y: 0 },
  { key: 'ArrowRight', words: 'right', x: 1, y: 0 },
  { key: 'ArrowUp', words: 'up', x: 0, y: -1 },
  { key: 'ArrowDown', words: 'down', x: 0, y: 1 },
] as const;
