import type { EntryKind } from './listing.js';

/** An entry as the archive's directory has it. */
export interface ZipRecord {
  readonly name: string;
  readonly kind: EntryKind;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly at: number;
}

/** Bytes of a record before its name. */
export const RECORD_BYTES = 46;
/** A number that does not fit into 16 or 32 bits has this in its place. */
export const [ABSENT16, ABSENT32] = [0xffff, 0xffffffff];

/** The record that begins at byte `from`; all of it is there. */
export function recordAt(view: DataView, from: number, nameLength: number, extraLength: number): ZipRecord {
  const nameAt = from + RECORD_BYTES;
  const flags = view.getUint16(from + 8, true);
  const name = entryName(bytesOf(view, nameAt, nameLength), (flags & 0x800) !== 0);
  const unixMode = view.getUint8(from + 5) === 3 ? view.getUint16(from + 40, true) : 0;
  const [size, packed, at] = sizes64(view, nameAt + nameLength, extraLength, [
    view.getUint32(from + 24, true),
    view.getUint32(from + 20, true),
    view.getUint32(from + 42, true),
  ]);
  return {
    name,
    kind: /[/\\]$/.test(name) ? 'folder' : unixKind(unixMode),
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(from + 10, true),
    crc: view.getUint32(from + 16, true),
    packed,
    size,
    at,
  };
}

/** Size, packed size and place; those that do not fit into 32 bits are in the extra field 1, in this order. */
function sizes64(
  view: DataView,
  extraAt: number,
  extraLength: number,
  short: readonly [number, number, number],
): readonly [number, number, number] {
  const end = extraAt + extraLength;
  for (let at = extraAt; at + 4 <= end;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let from = at + 4;
      const stop = Math.min(from + length, end);
      const [size, packed, place] = short.map((value) => {
        if (value !== ABSENT32 || from + 8 > stop) return value;
        from += 8;
        return large(view, from - 8);
      });
      return [size!, packed!, place!];
    }
    at += 4 + length;
  }
  return short;
}

function unixKind(mode: number): EntryKind {
  const type = mode & 0xf000;
  if (type === 0xa000) return 'link';
  if (type === 0x4000) return 'folder';
  return type === 0 || type === 0x8000 ? 'file' : 'other';
}

/** Old archives say nothing of the encoding: UTF-8 where it fits, else Western European. */
function entryName(bytes: Uint8Array, utf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !utf8 }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A 64-bit number; beyond 2⁵³ it is as absurd when rounded. */
export const large = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
/** Bytes as numbers. */
export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const bytesOf = (view: DataView, at: number, length: number) =>
  new Uint8Array(view.buffer, view.byteOffset + at, length);
