import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** True if a path has the extension of a project file. */
export const isProject = (file: string): boolean => file.toLowerCase().endsWith('.loom');

/**
 * The project files among command-line arguments, as absolute paths. Linux desktops pass URLs
 * (`file:///home/me/my%20model.loom`) or paths; relative paths are resolved against `folder`.
 */
export function projectsIn(argv: readonly string[], folder: string): string[] {
  return argv.slice(1).flatMap((argument) => {
    const file = pathOf(argument);
    return file !== null && isProject(file) ? [path.resolve(folder, file)] : [];
  });
}

/** The path in an argument; null for switches and for URLs that aren't local files. */
function pathOf(argument: string): string | null {
  if (argument.startsWith('-')) return null;
  if (!argument.startsWith('file:')) return argument;
  try {
    return fileURLToPath(argument);
  } catch {
    return null;
  }
}

/** An emitter of macOS' `open-file` events: Electron's app. */
export interface OpenFileSource {
  on(event: 'open-file', listener: (event: { preventDefault(): void }, file: string) => void): unknown;
}

/**
 * Listens for files that macOS asks to open, and queues them, since the first event arrives before the app is ready.
 * The returned function opens the queued files and, from then on, each new one.
 */
export function catchOpenFiles(app: OpenFileSource): (open: (file: string) => void) => void {
  const waiting: string[] = [];
  let handle = (file: string): void => void waiting.push(file);
  app.on('open-file', (event, file) => {
    event.preventDefault();
    handle(file);
  });
  return (open) => {
    handle = open;
    waiting.splice(0).forEach(open);
  };
}
