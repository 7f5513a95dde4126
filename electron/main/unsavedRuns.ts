import { existsSync, readdirSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { atomicWrite } from '../../engine/io/atomicWrite.js';
import { makeFolder } from '../../engine/io/makeFolder.js';
import { inTurn } from './inTurn.js';

/** How the names of project files end. */
export const EXTENSION = '.loom';

/** The folder of the runs of the project file at `path`. */
export function runsBeside(path: string): string {
  return join(dirname(path), `${basename(path, EXTENSION)}.runs`);
}

/** Says beside which file the runs belong. */
const NOTE = 'belongs-to.txt';

/**
 * Runs of projects that were trained before they had a file. When they get one, the runs move beside it; those of a
 * project that trains at that moment wait until it rests, for the engine writes into their folder. A note in the
 * folder outlives the app, so that they are found when the file is opened next.
 */
export class UnsavedRuns {
  readonly #turn = inTurn();
  /** Documents whose runs wait to be moved. */
  readonly #waiting = new Set<string>();

  constructor(
    private readonly folder: string,
    /** Whether the engine works in a folder. */
    private readonly isBusy: (folder: string) => boolean,
    private readonly report: (problem: unknown) => void,
  ) {}

  /** Where the runs of a document without a file lie. */
  of(token: string): string {
    return join(this.folder, token);
  }

  /** Whether a document has runs here. */
  has(token: string): boolean {
    return existsSync(this.of(token)) && readdirSync(this.of(token)).length > 0;
  }

  /** Deletes the runs of a document that was given up, unless a file waits for them. Never rejects. */
  drop(token: string): Promise<void> {
    return this.#safely(async () => {
      if (!existsSync(join(this.of(token), NOTE))) await rm(this.of(token), { recursive: true, force: true });
    });
  }

  /** The document has a file now. Never rejects: what cannot be moved waits. */
  giveTo(token: string, path: string): Promise<void> {
    this.#waiting.add(token);
    return this.#safely(async () => {
      if (this.has(token)) {
        await atomicWrite(join(this.of(token), NOTE), path);
        await this.#move(token);
      } else this.#waiting.delete(token);
    });
  }

  /** Whether a document's runs still lie here though it has a file; moves them when they can be. */
  async wait(token: string): Promise<boolean> {
    if (this.#waiting.has(token)) await this.#safely(() => this.#move(token));
    return this.#waiting.has(token);
  }

  /** Brings runs to the file at `path` that an earlier session could not. */
  collect(path: string): Promise<void> {
    return this.#safely(async () => {
      for (const token of await readdir(this.folder).catch(() => [])) {
        const home = await readFile(join(this.of(token), NOTE), 'utf8').catch(() => null);
        if (home !== path) continue;
        this.#waiting.add(token);
        await this.#move(token);
      }
    });
  }

  /** Moves a folder's runs one by one: the file may have runs already, when it was saved over another. */
  async #move(token: string): Promise<void> {
    const from = this.of(token);
    if (this.isBusy(from)) return;
    const target = runsBeside(await readFile(join(from, NOTE), 'utf8'));
    await makeFolder(target);
    for (const run of await readdir(from)) {
      if (run !== NOTE) await moveFolder(join(from, run), join(target, run));
    }
    await rm(from, { recursive: true });
    this.#waiting.delete(token);
  }

  #safely(work: () => Promise<void>): Promise<void> {
    return this.#turn(work).catch((problem: unknown) => this.report(problem));
  }
}

async function moveFolder(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async () => {
    // Another file system: copy first, then drop the old.
    await cp(from, to, { recursive: true, errorOnExist: true, force: false });
    await rm(from, { recursive: true });
  });
}
