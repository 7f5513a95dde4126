import { LoomError } from '../base/errors.js';
import { ByteReader } from './byteReader.js';
import { tarHeader, type TarHeader } from './tarHeader.js';

const BLOCK = 512;
/** Longest text that an extended header may hold. */
const MAX_EXTENDED = 2 ** 20;

/** An entry of an archive that is being read. */
export interface TarEntry extends Pick<TarHeader, 'path' | 'size' | 'kind'> {
  /** Its first bytes, up to `length`. Only before the next entry is asked for, like `bytes`. */
  readonly head: (length: number) => Promise<Uint8Array>;
  /** The whole of it. */
  readonly bytes: () => Promise<Uint8Array>;
}

/**
 * The entries of an unpacked tar archive as they come: ustar, GNU's long names and pax.
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 * @throws LoomError `bad-data` when the archive is damaged or cut off
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(chunks);
  try {
    let extended: Extended = {};
    for (;;) {
      const block = await reader.take(BLOCK);
      // Archives end with blocks of zeros; some programs leave them out.
      if (block.length === 0 || block.every((byte) => byte === 0)) {
        // What was compressed has its checksum at the end.
        await reader.skip(Infinity);
        return;
      }
      const header = tarHeader(block);
      const note = EXTENDED[header.type];
      const size = note ? header.size : (extended.size ?? header.size);
      const last = reader.position + size;
      const end = reader.position + Math.ceil(size / BLOCK) * BLOCK;
      if (note) {
        if (size > MAX_EXTENDED) throw damaged('a header is absurdly long');
        extended = { ...extended, ...note(await exactly(reader, size)) };
      } else {
        const start = reader.position;
        yield {
          path: extended.path ?? header.path,
          size,
          kind: header.kind,
          head: (length) => reader.peek(Math.min(length, size - (reader.position - start))),
          bytes: () => exactly(reader, size),
        };
        extended = {};
      }
      await reader.skip(end - reader.position);
      if (reader.position < last) throw damaged('it is cut off');
    }
  } finally {
    await reader.close();
  }
}

/** What an extended header says of the next entry. */
interface Extended {
  readonly path?: string;
  readonly size?: number;
}

/** Entries that only describe the next one, by their type; `g` describes all, and nothing that matters here. */
const EXTENDED: Readonly<Record<string, (text: Uint8Array) => Extended>> = {
  L: (bytes) => ({ path: decode(bytes).replace(/\0.*$/s, '') }),
  K: () => ({}),
  g: () => ({}),
  x: paxRecords,
};

/** Records `LENGTH KEY=VALUE\n`, the length counting itself. */
function paxRecords(bytes: Uint8Array): Extended {
  const found: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(decode(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length <= space - at || at + length > bytes.length) {
      throw damaged('a pax header does not hold together');
    }
    const [, key, value] = /^([^=]*)=(.*)\n$/s.exec(decode(bytes.subarray(space + 1, at + length))) ?? [];
    if (key === 'path' && value !== undefined) found.path = value;
    if (key === 'size') found.size = wholeSize(Number(value));
    at += length;
  }
  return found;
}

function wholeSize(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw damaged('a size is absurd');
  return size;
}

async function exactly(reader: ByteReader, size: number): Promise<Uint8Array> {
  const bytes = await reader.take(size);
  if (bytes.length < size) throw damaged('it is cut off');
  return bytes;
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const damaged = (why: string) => new LoomError('bad-data', `the tar archive is damaged: ${why}`);
