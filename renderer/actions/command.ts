import { useDocument } from '../state/document.js';
import type { Keys } from './keys.js';

/** Something that people can do, reachable by palette, keys and menu. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys?: readonly Keys[];
  /** Acts on the graph, so that the same keys in a text field stay the field's. */
  readonly onGraph?: boolean;
  readonly enabled?: () => boolean;
  readonly run: () => unknown;
}

/** Applies while a project is open. */
export const hasProject = (): boolean => useDocument.getState().project !== null;

/** Applies while layers are selected. */
export const hasSelection = (): boolean => useDocument.getState().selection.length > 0;

/** The four arrow keys, with where they point. */
export const ARROWS = [
  { key: 'ArrowLeft', words: 'left', x: -1, y: 0 },
  { key: 'ArrowRight', words: 'right', x: 1, y: 0 },
  { key: 'ArrowUp', words: 'up', x: 0, y: -1 },
  { key: 'ArrowDown', words: 'down', x: 0, y: 1 },
] as const;
