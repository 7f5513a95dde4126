import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../engine/io/atomicWrite.js';
import { z } from '../../engine/zod.js';

const savedWork = z.strictObject({
  name: z.string(),
  /** The project's file, if it was ever saved. */
  path: z.string().nullable(),
  savedAt: z.number().nonnegative(),
  text: z.string(),
});

/** Unsaved work as it lies on disk. */
export type SavedWork = z.output<typeof savedWork>;

/** Unsaved work, one file a document, named by the document's token. */
export interface RecoveryStore {
  readonly write: (token: string, work: SavedWork) => Promise<void>;
  readonly read: (token: string) => Promise<SavedWork | null>;
  readonly remove: (token: string) => Promise<void>;
  readonly list: () => Promise<readonly (SavedWork & { readonly id: string })[]>;
}

const SUFFIX = '.json';

/** Opens the folder with unsaved work. A damaged file in it is passed over, not deleted. */
export function openRecovery(folder: string): RecoveryStore {
  const pathOf = (token: string) => join(folder, `${token}${SUFFIX}`);
  // One write after another: two at once would write the same partial file.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const read = async (token: string): Promise<SavedWork | null> => {
    try {
      return savedWork.parse(JSON.parse(await readFile(pathOf(token), 'utf8')));
    } catch {
      return null;
    }
  };
  return {
    read,
    write: (token, work) =>
      inTurn(async () => {
        await mkdir(folder, { recursive: true });
        await atomicWrite(pathOf(token), JSON.stringify(work));
      }),
    remove: (token) => inTurn(() => rm(pathOf(token), { force: true })),
    list: async () => {
      const names = await readdir(folder).catch(() => []);
      const ids = names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
      const works = await Promise.all(ids.map(async (id) => ({ id, work: await read(id) })));
      return works.flatMap(({ id, work }) => (work ? [{ id, ...work }] : []));
    },
  };
}
