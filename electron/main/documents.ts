import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { failure } from '../../engine/base/problem.js';
import { atomicWrite, openFolder, removeLeftovers, unreadable } from '../../engine/io/files.js';
import { parseProject } from '../../engine/project/parse.js';
import { runsBeside, tidyTrash } from '../../engine/runs/folder.js';
import { MAX_TEXT } from '../ipc/define.js';
import type { LoomDocument } from '../ipc/contract.js';
import { EXTENSION, newToken } from './files.js';
import { SerialQueue } from './serialQueue.js';
import type { Recovery, UnsavedRuns, UnsavedWork } from './unsaved.js';

interface Entry {
  path: string | null;
  name: string;
  edited: boolean;
}

/** The loss from closing a document: unsaved changes, or the runs of a never saved project. */
export interface Loss {
  readonly name: string;
  readonly what: 'changes' | 'runs';
}

/** The open projects: the file of each token, and the location of its runs. */
export class Documents {
  readonly #entries = new Map<string, Entry>();
  /** Saves are serialized: two at once would write the same partial file, and the older one could finish last. */
  readonly #saving = new SerialQueue();

  constructor(
    private readonly recovery: Recovery,
    private readonly unsavedRuns: UnsavedRuns,
    private readonly onOpened: (path: string) => void,
  ) {}

  /** Opens text without a file: a new project or an example. Throws `bad-project`. */
  create(text: string): LoomDocument {
    const { name } = parseProject(text);
    const token = this.#add({ path: null, name });
    return { token, name, text, saved: false, recovered: false };
  }

  /** Opens a file. Throws `io` or `bad-project` with its name; open documents are unaffected. */
  async open(path: string): Promise<LoomDocument> {
    const text = await readProjectText(path);
    parseProject(text, basename(path));
    const name = basename(path, EXTENSION);
    await removeLeftovers(dirname(path));
    await this.unsavedRuns.collect(path);
    await tidyTrash(openFolder(runsBeside(path)), Date.now());
    const token = this.#add({ path, name });
    this.onOpened(path);
    return { token, name, text, saved: true, recovered: false };
  }

  /** Opens unsaved work of an earlier session under its original token, with what its training starts from. */
  async recover(token: string): Promise<LoomDocument & Pick<UnsavedWork, 'startsFrom'>> {
    const work = await this.recovery.read(token);
    if (!work) throw failure('shell/unsaved-work-gone', {});
    const { path, name, text, startsFrom } = work;
    parseProject(text, name);
    this.#add({ path, name }, token);
    return { token, name, text, saved: path !== null, recovered: true, startsFrom };
  }

  /**
   * Writes a document to `path`, or to its own file; on the first save, moves its runs next to it. Doesn't mark it
   * as unedited, because the user may have made changes during the write; only the window knows.
   */
  save(token: string, text: string, path = this.get(token).path): Promise<{ token: string; name: string }> {
    return this.#saving.run(async () => {
      const entry = this.get(token);
      if (path === null) throw failure('shell/no-file', {});
      parseProject(text);
      await atomicWrite(path, text);
      const first = entry.path === null;
      entry.path = path;
      entry.name = basename(path, EXTENSION);
      if (first) await this.unsavedRuns.giveTo(token, path);
      this.onOpened(path);
      return { token, name: entry.name };
    });
  }

  /**
   * Saves a recovery copy of unsaved work, with the path of the exported model that its training starts from. Returns
   * when, in milliseconds since 1970.
   */
  async autosave(token: string, text: string, startsFrom: string | null = null): Promise<number> {
    const { path, name } = this.get(token);
    const savedAt = Date.now();
    await this.recovery.write(token, { name, path, startsFrom, savedAt, text });
    return savedAt;
  }

  /** Records a document's name and whether it has unsaved changes; deletes a recovery copy that is not needed. */
  async setEdited(token: string, edited: boolean, name = this.get(token).name): Promise<void> {
    Object.assign(this.get(token), { edited, name });
    if ((await this.lossOf(token)) === null) await this.recovery.remove(token);
  }

  /** Closes a document; deletes its recovery copy, and its runs if it was never saved. */
  async close(token: string): Promise<void> {
    const kept = this.#entries.get(token)?.path ?? null;
    this.#entries.delete(token);
    await this.recovery.remove(token);
    if (kept === null) await this.unsavedRuns.drop(token);
  }

  /** The entry of an open document. Throws `shell/document-closed`. */
  get(token: string): Entry {
    const entry = this.#entries.get(token);
    if (!entry) throw failure('shell/document-closed', {});
    return entry;
  }

  isOpen(token: string): boolean {
    return this.#entries.has(token);
  }

  /** The folder of a document's runs: next to its file, or in the app's own folder until they can be moved there. */
  async runsFolder(token: string): Promise<string> {
    const { path } = this.get(token);
    const here = path === null || (await this.unsavedRuns.wait(token));
    return here ? this.unsavedRuns.of(token) : runsBeside(path);
  }

  /** The loss from closing a document; null if nothing. Throws `shell/document-closed`. */
  async lossOf(token: string): Promise<Loss | null> {
    const { name, path, edited } = this.get(token);
    if (edited) return { name, what: 'changes' };
    return path === null && (await this.unsavedRuns.has(token)) ? { name, what: 'runs' } : null;
  }

  /** The loss from closing the app: the loss of the first document that has one. */
  async loss(): Promise<Loss | null> {
    const losses = await Promise.all([...this.#entries.keys()].map((token) => this.lossOf(token)));
    return losses.find((loss) => loss !== null) ?? null;
  }

  /** Closes every document but keeps the recovery copies, because the window crashed. */
  forgetAll(): void {
    this.#entries.clear();
  }

  /** Closes every document and deletes its recovery copy: the user saved or discarded all changes. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((token) => this.close(token)));
  }

  #add({ path, name }: { path: string | null; name: string }, token = newToken()): string {
    this.#entries.set(token, { path, name, edited: false });
    return token;
  }
}

/** The path, with the extension of project files added if it is missing. */
export function withExtension(path: string): string {
  return path.endsWith(EXTENSION) ? path : `${path}${EXTENSION}`;
}

async function readProjectText(path: string): Promise<string> {
  const name = basename(path);
  try {
    const { size } = await stat(path);
    if (size > MAX_TEXT) {
      throw failure(
        'bad-project/too-large',
        { megabytes: MAX_TEXT / 2 ** 20 },
        { where: { kind: 'file', path: name } },
      );
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(cause, name);
  }
}
