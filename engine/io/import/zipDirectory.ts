import { refused, MAX_ENTRIES } from './container.js';
import { large, recordAt, viewOf, ABSENT16, ABSENT32, RECORD_BYTES, type ZipRecord } from './zipRecord.js';

/** Reads bytes of the archive; fewer where it ends before. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

/** The directory's end: its record has 22 bytes and a comment of up to 64 KiB. */
const END = { signature: 0x06054b50, bytes: 22, comment: 0xffff };
const END64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR64 = { signature: 0x07064b50, bytes: 20 };
const RECORD_SIGNATURE = 0x02014b50;
/** An entry's record has 46 bytes and a name; more than this is not for images. */
const MAX_DIRECTORY = 128 * 2 ** 20;

/**
 * The directory of a zip archive, also of zip64.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @throws LoomError `bad-data` when it is damaged, absurd or split over several files
 */
export async function zipDirectory(read: ReadAt, size: number, archive: string): Promise<ZipRecord[]> {
  const { count, bytes, at } = await directoryPlace(read, size, archive);
  if (count > MAX_ENTRIES || bytes > MAX_DIRECTORY) {
    throw refused(archive, `its directory names ${count.toLocaleString('en-US')} entries; that is too many`);
  }
  if (at + bytes > size || count * RECORD_BYTES > bytes) throw refused(archive, 'its directory is damaged');
  const directory = viewOf(await read(at, bytes));
  const records: ZipRecord[] = [];
  for (let from = 0, i = 0; i < count; i++) {
    const end = from + RECORD_BYTES;
    if (end > directory.byteLength || directory.getUint32(from, true) !== RECORD_SIGNATURE) {
      throw refused(archive, 'its directory is damaged');
    }
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.getUint16(from + field, true));
    const next = end + name! + extra! + comment!;
    if (next > directory.byteLength) throw refused(archive, 'its directory is cut off');
    records.push(recordAt(directory, from, name!, extra!));
    from = next;
  }
  return records;
}

interface Place {
  readonly count: number;
  readonly bytes: number;
  readonly at: number;
}

async function directoryPlace(read: ReadAt, size: number, archive: string): Promise<Place> {
  const tailAt = Math.max(0, size - END.bytes - END.comment);
  const tail = viewOf(await read(tailAt, size - tailAt));
  for (let at = tail.byteLength - END.bytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END.signature) continue;
    if (at + END.bytes + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
    if (tail.getUint16(at + 4, true) % ABSENT16 !== 0)
      throw refused(archive, 'it is split over several files');
    const count = tail.getUint16(at + 10, true);
    const [bytes, start] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    const is64 = count === ABSENT16 || bytes === ABSENT32 || start === ABSENT32;
    const large = is64 ? await place64(read, tailAt + at) : null;
    return large ?? { count, bytes, at: start };
  }
  throw refused(archive, 'it is cut off or no zip archive: it has no directory at its end');
}

/** Where the directory of zip64 is; null when there is none. */
async function place64(read: ReadAt, endAt: number): Promise<Place | null> {
  if (endAt < LOCATOR64.bytes) return null;
  const locator = viewOf(await read(endAt - LOCATOR64.bytes, LOCATOR64.bytes));
  if (locator.getUint32(0, true) !== LOCATOR64.signature) return null;
  const at = large(locator, 8);
  const end = viewOf(at < endAt ? await read(at, END64.bytes) : new Uint8Array(0));
  if (end.byteLength < END64.bytes || end.getUint32(0, true) !== END64.signature) return null;
  return { count: large(end, 32), bytes: large(end, 40), at: large(end, 48) };
}
