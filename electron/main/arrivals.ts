import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow } from 'electron';
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
      if (file.endsWith('.loom')) requestOpen(file);
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

/** Opens projects that this start, a second start and the system name. */
export function followArrivals({ requestOpen }: Arrivals, window: BrowserWindow): void {
  for (const file of projectsIn(process.argv, process.cwd())) requestOpen(file);
  app.on('second-instance', (_event, argv, folder) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    for (const file of projectsIn(argv, folder)) requestOpen(file);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    requestOpen(file);
  });
}

/** Project files among the words of a command line that was given in `folder`. */
function projectsIn(argv: readonly string[], folder: string): string[] {
  return argv
    .slice(1)
    .map((word) => path.resolve(folder, word))
    .filter((file) => file.endsWith('.loom') && existsSync(file));
}
