const BLOCK = 512;

/** A regular file inside an archive. */
export interface TarFile {
  /** With the folders before it, `/` between. */
  readonly path: string;
  /** A view into the archive. */
  readonly bytes: Uint8Array;
}

/**
 * The regular files of an unpacked tar archive (POSIX 1003.1, ustar); enough for archives with short paths.
 * A cut-off archive gives the files that are whole.
 */
export function* readTar(archive: Uint8Array): Generator<TarFile> {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const path = text(archive, at, 100);
    const size = Number.parseInt(text(archive, at + 124, 12), 8);
    const end = at + BLOCK + size;
    if (path === '' || !(end <= archive.length)) return;
    const kind = text(archive, at + 156, 1);
    if (kind === '' || kind === '0') yield { path, bytes: archive.subarray(at + BLOCK, end) };
    at = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A field's text up to its first zero byte. */
function text(archive: Uint8Array, at: number, length: number): string {
  const field = archive.subarray(at, at + length);
  const end = field.indexOf(0);
  return String.fromCharCode(...field.subarray(0, end < 0 ? length : end));
}
