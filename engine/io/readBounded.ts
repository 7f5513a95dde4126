import { open, type FileHandle } from 'node:fs/promises';
import type { SystemError } from '../base/facts.js';
import { failure, ProblemError } from '../base/problem.js';

/** The facts of an error of the operating system. */
export function systemError(cause: unknown): SystemError {
  const { code = null, message } = cause as NodeJS.ErrnoException;
  return { code, said: message };
}

/** The error for a file that couldn't be read: `cause` itself if it is a problem already. */
export function unreadable(cause: unknown, path: string): ProblemError {
  if (cause instanceof ProblemError) return cause;
  return failure('io/unreadable', systemError(cause), { where: { kind: 'file', path }, cause });
}

/**
 * Reads an entire file of at most `maxBytes`, into `into` if the sizes match. Throws `io` if it is missing, isn't a
 * regular file, or is larger.
 */
export async function readBounded(path: string, maxBytes: number, into?: Uint8Array): Promise<Uint8Array> {
  const where = { kind: 'file', path } as const;
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw failure('io/not-a-file', {}, { where });
      if (facts.size > maxBytes) {
        throw failure('io/too-large', { bytes: facts.size, most: maxBytes }, { where });
      }
      if (into?.length === facts.size) return await readInto(file, into);
      // A plain Uint8Array: the slice() of Node's Buffer is a view, not a copy.
      const { buffer, byteOffset, length } = await file.readFile();
      return new Uint8Array(buffer, byteOffset, length);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(cause, path);
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
