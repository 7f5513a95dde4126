import { open, type FileHandle } from 'node:fs/promises';
import { LoomError } from '../base/errors.js';

/** Why a file cannot be read, by the system's code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there. It may have been moved or deleted',
  ENOTDIR: 'it is not there. It may have been moved or deleted',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it. Change its permissions',
  EPERM: 'you may not read it. Change its permissions',
};

/** Why a file cannot be read, in words; the system's own words name its calls. */
function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  return REASONS[code ?? ''] ?? message;
}

/** The error to throw when `cause` kept a file from being read: `cause` itself if it is in words already. */
export function unreadable(cause: unknown, name: string, where: string): LoomError {
  if (cause instanceof LoomError) return cause;
  return new LoomError('io', `${name} cannot be read: ${whyUnreadable(cause as Error)}`, { where, cause });
}

/**
 * Reads a whole file of at most `maxBytes`; one that has the size of `into` is read there. Throws `io` when it is
 * missing, no file, or larger.
 */
export async function readBounded(path: string, maxBytes: number, into?: Uint8Array): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw new LoomError('io', `${path} is not a file`, { where: path });
      if (facts.size > maxBytes) {
        const limit = `${Math.round(maxBytes / 2 ** 20)} MB`;
        throw new LoomError('io', `${path} has ${facts.size} bytes; at most ${limit} are read here`, {
          where: path,
        });
      }
      if (into?.length === facts.size) return await readInto(file, into);
      // A plain Uint8Array: the slice() of Node's Buffer is a view, not a copy.
      const { buffer, byteOffset, length } = await file.readFile();
      return new Uint8Array(buffer, byteOffset, length);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof LoomError) throw cause;
    throw new LoomError('io', `cannot read ${path}: ${whyUnreadable(cause as Error)}`, {
      where: path,
      cause,
    });
  }
}

/** Fills `into` from the file's beginning; gives as much of it as there was to read. */
async function readInto(file: FileHandle, into: Uint8Array): Promise<Uint8Array> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return into.subarray(0, done);
}
