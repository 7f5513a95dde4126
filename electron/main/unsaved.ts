import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { token as tokenSchema } from '../ipc/define.js';
import { z } from '../../engine/base/zod.js';
import { atomicWrite, openFolder } from '../../engine/io/files.js';
import { type Folder, hasRuns, moveRuns, runsBeside } from '../../engine/runs/folder.js';
import { SerialQueue } from './serialQueue.js';

const unsavedWork = z.strictObject({
  name: z.string(),
  /** The project's file, if it was ever saved. */
  path: z.string().nullable(),
  /** The exported model whose weights its training starts from; earlier copies lack it. */
  startsFrom: z.string().nullable().default(null),
  savedAt: z.number().nonnegative(),
  text: z.string(),
});

/** Unsaved work as stored on disk. */
export type UnsavedWork = z.output<typeof unsavedWork>;

const SUFFIX = '.json';

/** Recovery copies of unsaved work: one file per document, named by its token. Damaged files are ignored, not deleted. */
export class Recovery {
  /** Writes are serialized: two at once would write the same partial file. */
  readonly #writing = new SerialQueue();

  constructor(private readonly folder: string) {}

  write(token: string, work: UnsavedWork): Promise<void> {
    return this.#writing.run(async () => {
      await mkdir(this.folder, { recursive: true });
      await atomicWrite(this.#pathOf(token), JSON.stringify(work));
    });
  }

  async read(token: string): Promise<UnsavedWork | null> {
    try {
      return unsavedWork.parse(JSON.parse(await readFile(this.#pathOf(token), 'utf8')));
    } catch {
      return null;
    }
  }

  remove(token: string): Promise<void> {
    return this.#writing.run(() => rm(this.#pathOf(token), { force: true }));
  }

  async list(): Promise<readonly (UnsavedWork & { readonly id: string })[]> {
    const names = await readdir(this.folder).catch(() => []);
    const ids = names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter((id) => tokenSchema.safeParse(id).success);
    const works = await Promise.all(ids.map(async (id) => ({ id, work: await this.read(id) })));
    return works.flatMap(({ id, work }) => (work ? [{ id, ...work }] : []));
  }

  #pathOf(token: string): string {
    return join(this.folder, `${token}${SUFFIX}`);
  }
}

/** Name of the file that holds the path of the project the runs belong to. */
const NOTE = 'belongs-to.txt';

/**
 * Runs of projects that were trained before they were first saved. The first save moves them next to the project's
 * file. While a run is training, the engine writes into its folder, so they are moved after it stops. A note in the
 * folder survives a crash, so the runs are found when the file is next opened.
 */
export class UnsavedRuns {
  readonly #queue = new SerialQueue();
  /** Documents whose runs are waiting to be moved. */
  readonly #waiting = new Set<string>();

  constructor(
    private readonly folder: string,
    /** True if the engine is writing into a folder. */
    private readonly isBusy: (folder: string) => boolean,
    private readonly report: (problem: unknown) => void,
  ) {}

  /** The folder of a document's runs while it has no file. */
  of(token: string): string {
    return join(this.folder, token);
  }

  /** True if a document has runs that were never moved next to a file. */
  has(token: string): Promise<boolean> {
    return hasRuns(this.#folder(token));
  }

  /** Deletes the runs of a discarded document, unless they are waiting to be moved next to a file. Never rejects. */
  drop(token: string): Promise<void> {
    return this.#safely(async () => {
      if ((await this.#homeOf(token)) === null) await this.#folder(token).remove();
    });
  }

  /** Moves the runs next to the document's first file. Never rejects: runs that can't be moved yet wait. */
  giveTo(token: string, path: string): Promise<void> {
    this.#waiting.add(token);
    return this.#safely(async () => {
      if (await this.has(token)) {
        await this.#folder(token).write(NOTE, path);
        await this.#move(token);
      } else this.#waiting.delete(token);
    });
  }

  /** Moves a document's waiting runs if possible. Returns whether they are still waiting. */
  async wait(token: string): Promise<boolean> {
    if (this.#waiting.has(token)) await this.#safely(() => this.#move(token));
    return this.#waiting.has(token);
  }

  /** Moves runs that an earlier session could not move next to the file at `path`. */
  collect(path: string): Promise<void> {
    return this.#safely(async () => {
      for (const token of await openFolder(this.folder).list()) {
        if ((await this.#homeOf(token)) !== path) continue;
        this.#waiting.add(token);
        await this.#move(token);
      }
    });
  }

  /** The file may already have runs if it was saved over another project. */
  async #move(token: string): Promise<void> {
    const home = await this.#homeOf(token);
    if (home === null || this.isBusy(this.of(token))) return;
    await moveRuns(this.#folder(token), openFolder(runsBeside(home)));
    this.#waiting.delete(token);
  }

  /** The project file that a document's runs belong to; null if there is none. */
  async #homeOf(token: string): Promise<string | null> {
    const note = await this.#folder(token).read(NOTE);
    return note && new TextDecoder().decode(note);
  }

  #folder(token: string): Folder {
    return openFolder(this.of(token));
  }

  #safely(work: () => Promise<void>): Promise<void> {
    return this.#queue.run(work).catch((problem: unknown) => this.report(problem));
  }
}
