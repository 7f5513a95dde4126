import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atomicWrite } from '../../engine/io/atomicWrite.js';
import { z } from '../../engine/base/zod.js';
import { token as tokenSchema } from '../ipc/define.js';
import { serialQueue } from './serialQueue.js';

const savedWork = z.strictObject({
  name: z.string(),
  /** The project's file, if it was ever saved. */
  path: z.string().nullable(),
  savedAt: z.number().nonnegative(),
  text: z.string(),
});

/** Unsaved work as stored on disk. */
export type SavedWork = z.output<typeof savedWork>;

/** A store of unsaved work: one file per document, named by its token. */
export interface RecoveryStore {
  readonly write: (token: string, work: SavedWork) => Promise<void>;
  readonly read: (token: string) => Promise<SavedWork | null>;
  readonly remove: (token: string) => Promise<void>;
  readonly list: () => Promise<readonly (SavedWork & { readonly id: string })[]>;
}

const SUFFIX = '.json';

/** Opens the folder with unsaved work. Damaged files are ignored, not deleted. */
export function openRecovery(folder: string): RecoveryStore {
  const pathOf = (token: string) => join(folder, `${token}${SUFFIX}`);
  // Writes are serialized: two at once would write the same partial file.
  const writing = serialQueue();
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
      writing(async () => {
        await mkdir(folder, { recursive: true });
        await atomicWrite(pathOf(token), JSON.stringify(work));
      }),
    remove: (token) => writing(() => rm(pathOf(token), { force: true })),
    list: async () => {
      const names = await readdir(folder).catch(() => []);
      const ids = names
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => name.slice(0, -SUFFIX.length))
        .filter((id) => tokenSchema.safeParse(id).success);
      const works = await Promise.all(ids.map(async (id) => ({ id, work: await read(id) })));
      return works.flatMap(({ id, work }) => (work ? [{ id, ...work }] : []));
    },
  };
}
