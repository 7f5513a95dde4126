import path from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { isProject, projectsIn, type catchOpenFiles } from './openFiles.js';
import type { Push } from './shell.js';
import { isTableFile } from './tableFiles.js';
import type { Tokens } from './tokens.js';

/** Files that come to the app from outside: dropped, double-clicked, named on a command line. */
export interface Arrivals {
  /** Asks the window to open a project. */
  readonly requestOpen: (file: string) => void;
  /** Takes what was dropped on the window: a project, or data. */
  readonly dropped: (file: string) => void;
  /** See `Shell`. */
  readonly takeDropped: () => string | null;
}

/** Passes on to the window what arrives. */
export function openArrivals(push: Push, files: Tokens): Arrivals {
  let data: string | null = null;
  const requestOpen = (file: string) =>
    push('openRequest', { token: files.of(file), name: path.basename(file, '.loom') });
  return {
    requestOpen,
    dropped: (file) => {
      if (isProject(file)) requestOpen(file);
      else {
        data = file;
        push('dataDropped', { kind: isTableFile(file) ? 'table' : 'images' });
      }
    },
    takeDropped: () => {
      const taken = data;
      data = null;
      return taken;
    },
  };
}

/** Opens projects that this start, a second start and the system name; ones that are not there are said. */
export function followArrivals(
  { requestOpen }: Arrivals,
  window: BrowserWindow,
  onOpenFile: ReturnType<typeof catchOpenFiles>,
): void {
  const come = (files: readonly string[]) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    files.forEach(requestOpen);
  };
  projectsIn(process.argv, process.cwd()).forEach(requestOpen);
  app.on('second-instance', (_event, argv, folder) => come(projectsIn(argv, folder)));
  onOpenFile((file) => come([file]));
}
