import { LoomError } from '../base/errors.js';

/** The block before an entry's contents. */
export interface TarHeader {
  /** As it is written, `/` between. */
  readonly path: string;
  readonly size: number;
  /** One character. */
  readonly type: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

const KINDS: Readonly<Record<string, TarHeader['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  '5': 'folder',
};
/** Links, devices, folders and pipes: what they say of a size is not what follows. */
const WITHOUT_CONTENTS: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);
const CHECKSUM = { at: 148, length: 8 };

/** Whether a block of 512 bytes is a header of tar: its sum is right. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < 512 || block[0] === 0) return false;
  const { at, length } = CHECKSUM;
  let sum = 0;
  for (let i = 0; i < 512; i++) sum += i >= at && i < at + length ? 0x20 : block[i]!;
  return number(block, at, length) === sum;
}

/** Reads a header. Throws `bad-data` when it is none. */
export function tarHeader(block: Uint8Array): TarHeader {
  const size = isTarHeader(block) ? number(block, 124, 12) : NaN;
  if (!Number.isSafeInteger(size)) {
    throw new LoomError('bad-data', 'the tar archive is damaged: a header is cut off or changed');
  }
  const type = String.fromCharCode(block[156]!);
  const ustar = text(block, 257, 5) === 'ustar' && block[262] === 0;
  const prefix = ustar ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const path = prefix === '' ? name : `${prefix}/${name}`;
  const kind = path.endsWith('/') ? 'folder' : (KINDS[type] ?? 'other');
  return { path, size: WITHOUT_CONTENTS.has(type) ? 0 : size, type, kind };
}

/** A number in octal digits or, with the first bit set, in binary; NaN where it is neither. */
function number(block: Uint8Array, at: number, length: number): number {
  if (block[at]! & 0x80) {
    let value = block[at]! & 0x7f;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + block[i]!;
    return value;
  }
  const digits = text(block, at, length).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : NaN;
}

/** A field's text up to its first zero byte. */
function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
