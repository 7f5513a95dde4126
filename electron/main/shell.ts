import type { BrowserWindow } from 'electron';
import type { Pushes } from '../ipc/pushes.js';
import type { Documents } from './documents.js';
import type { EngineState } from '../ipc/contract.js';
import type { Jobs } from './jobs.js';
import type { WorkspaceItem } from './menu.js';
import type { RecoveryStore } from './recovery.js';
import type { SettingsStore } from './settings.js';
import type { Tokens } from './tokens.js';

/** Tells the window something unasked. */
export type Push = <P extends keyof Pushes>(name: P, payload: Pushes[P]) => void;

/** The parts of the app that handlers share, each made once at start. */
export interface Shell {
  readonly window: () => BrowserWindow;
  readonly push: Push;
  readonly documents: Documents;
  readonly jobs: Jobs;
  readonly engineState: () => EngineState;
  readonly recovery: RecoveryStore;
  readonly settings: SettingsStore;
  /** Files that the window may name: recent ones, ones that the system asked to open, exported ones. */
  readonly files: Tokens;
  readonly exampleFolder: string;
  /** The folder for data sets. */
  readonly dataFolder: string;
  /** The file or folder that was dropped last and is no project; null when it was taken already. */
  readonly takeDropped: () => string | null;
  readonly logFile: string;
  /** Writes to the log. */
  readonly log: (message: string, detail: unknown) => void;
  /** Shows the window's workspaces in the menu and delivers what was pushed before it listened. */
  readonly windowReady: (workspaces: readonly WorkspaceItem[]) => void;
  /** Closes the window without asking. */
  readonly closeNow: () => void;
  /** Rebuilds the native menu, whose recent files have changed. */
  readonly refreshMenu: () => void;
}
