import { refuse } from './refuse.js';

/**
 * Text from a table's bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws LoomError `bad-data` for any other encoding
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw refuse(name, 'it is not text in UTF-8; save it as UTF-8 and try again');
  }
}
