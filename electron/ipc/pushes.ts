import type { EngineState } from './engine.js';
import type { JobUpdate } from './jobs.js';
import type { NamedFile } from './project.js';
import type { Theme } from './app.js';

/** A menu command's id; `view.ID` shows a workspace. */
export type MenuCommand =
  | 'file.new'
  | 'file.open'
  | 'file.save'
  | 'file.saveAs'
  | 'file.saveAndClose'
  | 'file.export'
  | 'edit.undo'
  | 'edit.redo'
  | 'edit.duplicate'
  | 'edit.delete'
  | 'edit.selectAll'
  | 'view.palette'
  | 'view.fit'
  | 'view.zoomIn'
  | 'view.zoomOut'
  | 'view.layout'
  | 'train.start'
  | 'train.pause'
  | 'train.stop'
  | 'help.shortcuts'
  | 'help.log'
  | 'help.about'
  | `view.${string}`;

/** Messages from the main process to the window, by the name of its subscription in `window.loom.on`. */
export interface Pushes {
  /** News of a job, in order, at most 10 messages a second. */
  readonly jobUpdates: { readonly id: string; readonly updates: readonly JobUpdate[] };
  /** The engine became ready, or died. */
  readonly engineState: EngineState;
  readonly menu: MenuCommand;
  /**
   * The system, a second start or a dropped file wants this project or exported model open. Deal with unsaved work,
   * then call `project.open` or start the job `readProject`.
   */
  readonly openRequest: NamedFile;
  /** Data, not a project, was dropped on the window; `data.openTable` or the job `inspectImages` reads it. */
  readonly dataDropped: { readonly kind: 'table' | 'images' };
  readonly theme: Theme;
}

/** Sends a message to the window. */
export type Push = <P extends keyof Pushes>(name: P, payload: Pushes[P]) => void;

/** Every subscription; the preload script offers exactly these. */
export const PUSH_NAMES = [
  'jobUpdates',
  'engineState',
  'menu',
  'openRequest',
  'dataDropped',
  'theme',
] as const satisfies readonly (keyof Pushes)[];
