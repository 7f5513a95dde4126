import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether a path is a project's, by its ending. */
export const isProject = (file: string): boolean => file.toLowerCase().endsWith('.loom');

/**
 * The project files among a command line's words, as full paths. Desktops on Linux hand over addresses
 * (`file:///home/me/my%20model.loom`) or paths; relative ones count from where the command was given.
 */
export function projectsIn(argv: readonly string[], folder: string): string[] {
  return argv.slice(1).flatMap((word) => {
    const file = pathOf(word);
    return file !== null && isProject(file) ? [path.resolve(folder, file)] : [];
  });
}

/** The path that a word is; null for switches and for addresses that name no file of this machine. */
function pathOf(word: string): string | null {
  if (word.startsWith('-')) return null;
  if (!word.startsWith('file:')) return word;
  try {
    return fileURLToPath(word);
  } catch {
    return null;
  }
}

/** What gives macOS' `open-file` events: Electron's app. */
export interface OpenFileSource {
  on(event: 'open-file', take: (event: { preventDefault(): void }, file: string) => void): unknown;
}

/**
 * Listens for files that macOS asks to open; the first comes before the app is ready. Answers how to have them
 * opened: those that waited at once, later ones when they come.
 */
export function catchOpenFiles(app: OpenFileSource): (open: (file: string) => void) => void {
  const waiting: string[] = [];
  let take = (file: string): void => void waiting.push(file);
  app.on('open-file', (event, file) => {
    event.preventDefault();
    take(file);
  });
  return (open) => {
    take = open;
    waiting.splice(0).forEach(open);
  };
}
