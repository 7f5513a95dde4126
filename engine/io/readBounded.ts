import { open, type FileHandle } from 'node:fs/promises';
import { LoomError } from '../base/errors.js';

/** Reasons why a file can't be read, by error code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there. It may have been moved or deleted',
  ENOTDIR: 'it is not there. It may have been moved or deleted',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it. Change its permissions',
  EPERM: 'you may not read it. Change its permissions',
};

/** The reason why a file can't be read. The system's own message would name system calls. */
function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  return REASONS[code ?? ''] ?? message;
}

/** The error for a file that couldn't be read: `cause` itself if it is a LoomError. */
export function unreadable(cause: unknown, name: string, where: string): LoomError {
  if (cause instanceof LoomError) return cause;
  return new LoomError('io', `${name} cannot be read: ${whyUnreadable(cause as Error)}`, { where, cause });
}

/**
 * Reads an entire file of at most `maxBytes`, into `into` if the sizes match. Throws `io` if it is missing, isn't a
 * regular file, or is larger.
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

/** Fills `into` from the file's beginning; returns the part that was read. */
async function readInto(file: FileHandle, into: Uint8Array): Promise<Uint8Array> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return into.subarray(0, done);
}
