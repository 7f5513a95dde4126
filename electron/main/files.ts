import { randomBytes } from 'node:crypto';
import { basename, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure } from '../../engine/base/problem.js';

/** File extension of projects. */
export const EXTENSION = '.loom';

const OPENED: readonly string[] = [EXTENSION, '.onnx'];

/** True for the files that open as a project: project files, and exported models, which hold theirs. */
export const opensAsProject = (path: string): boolean => OPENED.includes(extname(path).toLowerCase());

/** Creates an opaque, unguessable id that the window receives instead of a path. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}

/**
 * Files that the window may name: recent ones, ones that the system asked to open, exported ones. The window receives
 * their tokens; a path keeps its token.
 */
export class Files {
  readonly #paths = new Map<string, string>();
  readonly #tokens = new Map<string, string>();
  #dropped: string | null = null;

  /** The token of a path. */
  tokenOf(path: string): string {
    const token = this.#tokens.get(path) ?? newToken();
    this.#tokens.set(path, token);
    this.#paths.set(token, path);
    return token;
  }

  /** A file as the window sees it. */
  describe(path: string): { readonly token: string; readonly name: string } {
    return { token: this.tokenOf(path), name: basename(path) };
  }

  /** The path of a token. Throws `shell/unknown-file`. */
  pathOf(token: string): string {
    const path = this.#paths.get(token);
    if (path === undefined) throw failure('shell/unknown-file', {});
    return path;
  }

  /** Remembers data that was dropped on the window. */
  drop(path: string): void {
    this.#dropped = path;
  }

  /** The file or folder that was dropped last; null if it was taken already. */
  takeDropped(): string | null {
    const path = this.#dropped;
    this.#dropped = null;
    return path;
  }
}

/**
 * The files to open among command-line arguments, as absolute paths. Linux desktops pass URLs
 * (`file:///home/me/my%20model.loom`) or paths; relative paths are resolved against `folder`.
 */
export function projectsIn(argv: readonly string[], folder: string): string[] {
  return argv.slice(1).flatMap((argument) => {
    const path = pathIn(argument);
    return path !== null && opensAsProject(path) ? [resolve(folder, path)] : [];
  });
}

/** The path in an argument; null for switches and for URLs that aren't local files. */
function pathIn(argument: string): string | null {
  if (argument.startsWith('-')) return null;
  if (!argument.startsWith('file:')) return argument;
  try {
    return fileURLToPath(argument);
  } catch {
    return null;
  }
}

/** An emitter of macOS' `open-file` events: Electron's app. */
interface OpenFileSource {
  on(event: 'open-file', listener: (event: { preventDefault(): void }, path: string) => void): unknown;
}

/** Opens the files that macOS asks for, once there is a way to: the first event arrives before the app is ready. */
export function onOpenFile(app: OpenFileSource, ready: Promise<(path: string) => void>): void {
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void ready.then((open) => open(path));
  });
}
