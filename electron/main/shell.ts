import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { EngineState, Push, Theme } from '../ipc/contract.js';
import type { Desktop } from './desktop.js';
import { Documents, type Loss } from './documents.js';
import { removeLeftovers } from '../../engine/io/files.js';
import { dataKind } from '../../engine/io/tableFiles.js';
import { Files, opensAsProject } from './files.js';
import { PushQueue } from './ipc.js';
import { Jobs, type Fork } from './jobs.js';
import type { WorkspaceItem } from './menu.js';
import type { SettingsStore } from './settings.js';
import { Recovery, UnsavedRuns } from './unsaved.js';

/** The surroundings of a shell. */
export interface ShellOptions {
  readonly desktop: Desktop;
  readonly settings: SettingsStore;
  /** Starts the process that hosts jobs. */
  readonly fork: Fork;
  /** The folder of recovery copies and of runs without a project file. */
  readonly userData: string;
  readonly exampleFolder: string;
  readonly logFile: string;
  readonly log: (message: string, detail: unknown) => void;
}

const CHOICES = ['save', 'discard', 'cancel'] as const;

const LOSS_DETAILS: Readonly<Record<Loss['what'], string>> = {
  changes: 'If you don’t save, your changes will be lost.',
  runs: 'Runs are stored next to the project’s file. If you don’t save, they will be permanently deleted.',
};

/**
 * The main process without Electron: it owns the open documents, the files that the window may name, and the jobs with
 * their processes. Handlers are functions of it, and tests make as many as they like.
 */
export class Shell {
  readonly files = new Files();
  readonly recovery: Recovery;
  readonly documents: Documents;
  readonly jobs: Jobs;
  readonly desktop: Desktop;
  readonly settings: SettingsStore;
  readonly exampleFolder: string;
  readonly logFile: string;
  readonly log: ShellOptions['log'];
  /** Sends a message to the window as soon as it listens. */
  readonly push: Push;
  readonly #pushes: PushQueue;
  readonly #folders: readonly string[];
  #workspaces: readonly WorkspaceItem[] = [];

  constructor({ desktop, settings, fork, userData, exampleFolder, logFile, log }: ShellOptions) {
    this.desktop = desktop;
    this.settings = settings;
    this.exampleFolder = exampleFolder;
    this.logFile = logFile;
    this.log = log;
    this.#pushes = new PushQueue(desktop.send);
    this.push = this.#pushes.push;
    this.jobs = new Jobs({
      fork,
      log,
      onEngineState: () => this.push('engineState', this.engineState()),
      onUpdates: (id, updates) => this.push('jobUpdates', { id, updates }),
    });
    const recovery = join(userData, 'recovery');
    this.recovery = new Recovery(recovery);
    this.#folders = [userData, recovery];
    const unsavedRuns = new UnsavedRuns(
      join(userData, 'unsaved'),
      (folder) => this.jobs.isBusyIn(folder),
      (problem) => log('runs could not be moved beside their project', problem),
    );
    this.documents = new Documents(this.recovery, unsavedRuns, (path) => {
      settings.addRecent(path);
      this.showMenu();
    });
  }

  /** Shows the menu, starts the engine, and tidies up after sessions that were killed. */
  start(): void {
    this.showMenu();
    this.jobs.engine.start();
    for (const folder of this.#folders) void removeLeftovers(folder);
  }

  engineState(): EngineState {
    return { state: this.jobs.engine.state, threads: availableParallelism() };
  }

  theme(): Theme {
    return { choice: this.settings.get().theme, dark: this.desktop.isDark() };
  }

  /** Asks the window to open a project. */
  requestOpen(path: string): void {
    this.push('openRequest', this.files.describe(path));
  }

  /** Offers the window what was dropped on it: a project or data. */
  async drop(path: string): Promise<void> {
    if (opensAsProject(path)) {
      this.requestOpen(path);
      return;
    }
    const kind = await dataKind(path);
    this.files.drop(path);
    this.push('dataDropped', { kind });
  }

  /** Shows the workspaces in the menu and delivers what was pushed before the window listened. */
  windowReady(workspaces: readonly WorkspaceItem[]): void {
    this.#workspaces = workspaces;
    this.showMenu();
    this.#pushes.open();
  }

  /**
   * Prepares for a fresh window, which will offer the recovery copies of unsaved work. What trains stops, for nobody
   * there would know of it; its run can be resumed.
   */
  windowCrashed(): void {
    this.jobs.stopAll();
    this.documents.forgetAll();
    this.#pushes.hold();
  }

  /** Shows the menu with the recent files as they are now. */
  showMenu(): void {
    this.desktop.showMenu({
      send: (command) => this.push('menu', command),
      recent: this.settings.get().recent.map(({ path }) => ({
        name: basename(path),
        open: () => this.requestOpen(path),
      })),
      workspaces: this.#workspaces,
    });
  }

  /** Asks whether to save what would be lost; nothing is asked if nothing would be. */
  async confirmLoss(loss: Loss | null): Promise<(typeof CHOICES)[number]> {
    if (!loss) return 'discard';
    const { name, what } = loss;
    const answer = await this.desktop.ask({
      message: what === 'changes' ? `Save changes to “${name}”?` : `Save “${name}” and its runs?`,
      detail: LOSS_DETAILS[what],
      buttons: ['Save', 'Don’t save', 'Cancel'],
      defaultId: 0,
    });
    return CHOICES[answer] ?? 'cancel';
  }

  /** Ends every process and document. */
  async quit(): Promise<void> {
    // The jobs first: they write the runs that the documents may then drop.
    const parts = [() => this.jobs.quit(), () => this.documents.closeAll(), () => this.settings.flush()];
    for (const part of parts) await part().catch((problem: unknown) => this.log('while quitting', problem));
  }
}
