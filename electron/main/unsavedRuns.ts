import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openFolder } from '../../engine/io/folder.js';
import { moveRuns, runsBeside, type Folder } from '../../engine/runs/folder.js';
import { inTurn } from './inTurn.js';

/** How the names of project files end. */
export const EXTENSION = '.loom';

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
      if ((await this.#homeOf(token)) === null) await this.#folder(token).remove();
    });
  }

  /** The document has a file now. Never rejects: what cannot be moved waits. */
  giveTo(token: string, path: string): Promise<void> {
    this.#waiting.add(token);
    return this.#safely(async () => {
      if (this.has(token)) {
        await this.#folder(token).write(NOTE, path);
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
      for (const token of await openFolder(this.folder).list()) {
        if ((await this.#homeOf(token)) !== path) continue;
        this.#waiting.add(token);
        await this.#move(token);
      }
    });
  }

  /** The file may have runs already, when it was saved over another. */
  async #move(token: string): Promise<void> {
    const home = await this.#homeOf(token);
    if (home === null || this.isBusy(this.of(token))) return;
    await moveRuns(this.#folder(token), openFolder(runsBeside(home)));
    this.#waiting.delete(token);
  }

  /** The file beside which a document's runs belong, when it has one. */
  async #homeOf(token: string): Promise<string | null> {
    const note = await this.#folder(token).read(NOTE);
    return note && new TextDecoder().decode(note);
  }

  #folder(token: string): Folder {
    return openFolder(this.of(token));
  }

  #safely(work: () => Promise<void>): Promise<void> {
    return this.#turn(work).catch((problem: unknown) => this.report(problem));
  }
}
