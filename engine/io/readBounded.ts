import { open } from 'node:fs/promises';
import { LoomError } from '../errors.js';

/** Reads a whole file of at most `maxBytes`. Throws `io` when it is missing, no file, or larger. */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
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
      // A plain Uint8Array: the slice() of Node's Buffer is a view, not a copy.
      const { buffer, byteOffset, length } = await file.readFile();
      return new Uint8Array(buffer, byteOffset, length);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof LoomError) throw cause;
    throw new LoomError('io', `cannot read ${path}: ${(cause as Error).message}`, { where: path, cause });
  }
}
