import { pipeline, Readable } from 'streamx';
import { extract } from 'tar-stream';

/** An entry of a tar archive during reading. */
export interface TarEntry {
  /** As stored in the archive, with `/` separators. */
  readonly path: string;
  readonly size: number;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Reads up to `length` of its first bytes. Call at most once, before requesting the next entry. */
  readonly read: (length: number) => Promise<Uint8Array>;
}

const KINDS: Readonly<Partial<Record<string, TarEntry['kind']>>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  link: 'link',
  symlink: 'link',
};

/** The oldest archives don't declare their format. tar-stream's own types lack this option. */
const OPTIONS: Parameters<typeof extract>[0] & { readonly allowUnknownFormat: boolean } = {
  allowUnknownFormat: true,
};

/** Streams the entries of an uncompressed tar archive. Throws if the archive is damaged or truncated. */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = Readable.from(chunks);
  const entries = pipeline(source, extract(OPTIONS));
  try {
    for await (const entry of entries) {
      const { name: path, size, type } = entry.header;
      // tar-stream would wait forever for an entry with an unreadable size.
      if (!Number.isSafeInteger(size)) throw new Error('an entry has no valid size');
      const kind = path.endsWith('/') ? 'folder' : (KINDS[type] ?? 'other');
      yield { path, size, kind, read: (length) => beginningOf(entry, length) };
      entry.resume();
    }
  } finally {
    source.destroy();
  }
}

/** The first bytes of an entry. It is read to its end, because tar-stream continues only then. */
async function beginningOf(entry: AsyncIterable<unknown>, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let left = length;
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    if (left > 0) parts.push(chunk.subarray(0, left));
    left -= chunk.length;
  }
  return new Uint8Array(Buffer.concat(parts));
}

const BLOCK = 512;
const CHECKSUM = { at: 148, length: 8 };

/** True if a file begins with a tar header, by its checksum, because old archives have no magic number. */
export function isTar(head: Uint8Array): boolean {
  if (head.length < BLOCK || head[0] === 0) return false;
  const { at, length } = CHECKSUM;
  let sum = length * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < at || i >= at + length) sum += head[i]!;
  const digits = new TextDecoder().decode(head.subarray(at, at + length)).replace(/\0.*$/s, '');
  return Number.parseInt(digits, 8) === sum;
}
