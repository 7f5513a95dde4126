import path from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { isProject, projectsIn, type catchOpenFiles } from './openFiles.js';
import type { Push } from './shell.js';
import { isTableFile } from './tableFiles.js';
import type { Tokens } from './tokens.js';

/** Files that reach the app from outside: dropped, double-clicked or named on a command line. */
export interface OpenRequests {
  /** Asks the window to open a project. */
  readonly requestOpen: (file: string) => void;
  /** Handles a file dropped on the window: a project or data. */
  readonly dropped: (file: string) => void;
  /** See `Shell`. */
  readonly takeDropped: () => string | null;
}

/** Forwards incoming files to the window. */
export function createOpenRequests(push: Push, files: Tokens): OpenRequests {
  let droppedData: string | null = null;
  const requestOpen = (file: string) =>
    push('openRequest', { token: files.of(file), name: path.basename(file, '.loom') });
  return {
    requestOpen,
    dropped: (file) => {
      if (isProject(file)) requestOpen(file);
      else {
        droppedData = file;
        push('dataDropped', { kind: isTableFile(file) ? 'table' : 'images' });
      }
    },
    takeDropped: () => {
      const file = droppedData;
      droppedData = null;
      return file;
    },
  };
}

/** Opens the projects named by this launch, a second launch or the system; the window reports missing files. */
export function followOpenRequests(
  { requestOpen }: OpenRequests,
  window: BrowserWindow,
  onOpenFile: ReturnType<typeof catchOpenFiles>,
): void {
  const bringForwardAndOpen = (files: readonly string[]) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    files.forEach(requestOpen);
  };
  projectsIn(process.argv, process.cwd()).forEach(requestOpen);
  app.on('second-instance', (_event, argv, folder) => bringForwardAndOpen(projectsIn(argv, folder)));
  onOpenFile((file) => bringForwardAndOpen([file]));
}
