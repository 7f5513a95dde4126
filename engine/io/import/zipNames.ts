import type { Entry as ZipRecord } from 'yauzl';
import { type EncodingId, likeliestEncoding } from '../../data/encodings.js';
import { decode, foreignLines } from '../decodeText.js';
import { crc32 } from './crc32.js';

type Record = Pick<ZipRecord, 'fileNameRaw' | 'generalPurposeBitFlag' | 'extraFields'>;

/** Encodings of names that don't declare one: Windows uses that of the country. */
const UNDECLARED = ['utf-8', 'shift_jis', 'cp949', 'gb18030', 'cp850'] as const;

const UTF8 = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * Decodes the names of a zip archive's records. Those without a declared encoding share one, found by looking at all
 * of them.
 */
export function zipNames(records: readonly Record[]): string[] {
  const declared = records.map(declaredName);
  const encoding = encodingOf(
    records.flatMap((record, i) => (declared[i] === null ? [record.fileNameRaw] : [])),
  );
  return records.map(({ fileNameRaw }, i) => declared[i] ?? decode(fileNameRaw, encoding));
}

function declaredName({ fileNameRaw, generalPurposeBitFlag, extraFields }: Record): string | null {
  if ((generalPurposeBitFlag & UTF8) !== 0) return new TextDecoder().decode(fileNameRaw);
  const data = extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  // One byte of version, and the checksum of the name that the field replaces; renaming does not update the field.
  if (!data || data.length < 5 || data[0] !== 1 || data.readUInt32LE(1) !== crc32(fileNameRaw)) return null;
  return new TextDecoder().decode(data.subarray(5));
}

function encodingOf(names: readonly Buffer[]): EncodingId | 'cp437' {
  const all = Buffer.concat(names.flatMap((name) => [name, Buffer.from('\n')]));
  const found = likeliestEncoding(foreignLines(all), UNDECLARED);
  // DOS's own code page, unless another is declared: 850 has the same letters, and fewer signs.
  return found === 'cp850' ? 'cp437' : found;
}
