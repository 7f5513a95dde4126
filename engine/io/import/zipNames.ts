import type { Entry as ZipRecord } from 'yauzl';
import type { EncodingId } from '../../data/encodings.js';
import { decode } from '../decodeText.js';
import { likelyEncodings } from '../likelyEncodings.js';
import type { NameEncoding } from './container.js';
import { crc32 } from './crc32.js';

type Record = Pick<ZipRecord, 'fileNameRaw' | 'generalPurposeBitFlag' | 'extraFields'>;

interface ZipNames {
  /** In the records' order. */
  readonly names: readonly string[];
  /** Null if all names declare their encoding, or are ASCII. */
  readonly encoding: NameEncoding | null;
}

/** Encodings of names that don't declare one: Windows uses that of the country. */
const UNDECLARED = ['utf-8', 'shift_jis', 'cp949', 'gb18030', 'big5', 'cp866', 'cp850'] as const;
/** Bits that another encoding may need more, in proportion and in all, and still be plausible. */
const PLAUSIBLE = { share: 1.25, bits: 7 };
/** Letters of two scripts in one word, and the bits that they count. */
const MIXED = /\p{Script=Latin}(?!\p{Script=Latin})\p{L}|(?!\p{Script=Latin})\p{L}\p{Script=Latin}/u;
const MIXED_BITS = 12;
/** Characters that no name has: what could not be decoded, and those of private use. */
const INVALID = /[\ufffd\p{Co}]/u;

const UTF8 = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * Decodes the names of a zip archive's records. Those without a declared encoding share one: the chosen one, or the
 * likeliest for all of them.
 */
export function zipNames(records: readonly Record[], chosen: EncodingId | null = null): ZipNames {
  const declared = records.map(declaredName);
  const found = encodingOf(
    records.flatMap(({ fileNameRaw }, i) => (declared[i] === null ? [fileNameRaw] : [])),
  );
  const encoding = found && chosen ? { id: chosen, plausible: [] } : found;
  const names = records.map(
    ({ fileNameRaw }, i) => declared[i] ?? decode(fileNameRaw, encoding?.id ?? 'utf-8'),
  );
  return { names, encoding };
}

function declaredName({ fileNameRaw, generalPurposeBitFlag, extraFields }: Record): string | null {
  if ((generalPurposeBitFlag & UTF8) !== 0) return new TextDecoder().decode(fileNameRaw);
  const data = extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  // One byte of version, and the checksum of the name that the field replaces; renaming does not update the field.
  if (!data || data.length < 5 || data[0] !== 1 || data.readUInt32LE(1) !== crc32(fileNameRaw)) return null;
  return new TextDecoder().decode(data.subarray(5));
}

/** Recognizes an encoding by the names' different parts, so that a folder with many files does not count more. */
function encodingOf(names: readonly Buffer[]): NameEncoding | null {
  const parts = new Set(names.flatMap((name) => name.toString('latin1').split('/')));
  const foreign = [...parts].filter((part) => /[\x80-\xff]/.test(part)).join('\n');
  if (foreign === '') return null;
  const readings = likelyEncodings(foreign, UNDECLARED).map(({ id, bits }) => {
    const text = decode(Buffer.from(foreign, 'latin1'), id);
    return { id, valid: !INVALID.test(text), bits: bits + (MIXED.test(text) ? MIXED_BITS : 0) };
  });
  const [best, ...others] = readings.sort((a, b) => Number(b.valid) - Number(a.valid) || a.bits - b.bits);
  const most = best!.bits * PLAUSIBLE.share + PLAUSIBLE.bits;
  const plausible = others.filter(({ valid, bits }) => valid && bits <= most);
  return { id: best!.id, plausible: plausible.map(({ id }) => id) };
}
