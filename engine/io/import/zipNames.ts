import type { Entry as ZipRecord } from 'yauzl';
import { crc32 } from './crc32.js';

type Record = Pick<ZipRecord, 'fileNameRaw' | 'generalPurposeBitFlag' | 'extraFields'>;

/** An encoding that Windows uses for names where it is at home, and the letters that such names consist of. */
interface Encoding {
  readonly label: string;
  readonly letters: RegExp;
}

/**
 * Encodings of names that don't declare one, each tried before those that would accept its names too. Half-width
 * katakana are left out: every Korean and Chinese name would have some when read as Shift-JIS.
 */
const ENCODINGS: readonly Encoding[] = [
  { label: 'shift_jis', letters: /^[\u3000-\u30ff\u4e00-\u9fff]+$/u },
  // Node reads EUC-KR, not the rare syllables that code page 949 adds to it.
  { label: 'euc-kr', letters: /^[\uac00-\ud7a3]+$/u },
  { label: 'gbk', letters: /^[\u3000-\u303f\u4e00-\u9fff]+$/u },
];

/** The characters 128 to 255 of code page 437, a zip archive's encoding unless another is declared. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const UTF8 = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * Decodes the names of a zip archive's records. Those without a declared encoding share one, found by looking at all
 * of them: UTF-8 if valid, else the first of `ENCODINGS` that makes words of them, else code page 437.
 */
export function zipNames(records: readonly Record[]): string[] {
  const declared = records.map(declaredName);
  const decode = decoderFor(
    records.flatMap((record, i) => (declared[i] === null ? [record.fileNameRaw] : [])),
  );
  return records.map(({ fileNameRaw }, i) => declared[i] ?? decode(fileNameRaw));
}

function declaredName({ fileNameRaw, generalPurposeBitFlag, extraFields }: Record): string | null {
  if ((generalPurposeBitFlag & UTF8) !== 0) return new TextDecoder().decode(fileNameRaw);
  const data = extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  // One byte of version, and the checksum of the name that the field replaces; renaming does not update the field.
  if (!data || data.length < 5 || data[0] !== 1 || data.readUInt32LE(1) !== crc32(fileNameRaw)) return null;
  return new TextDecoder().decode(data.subarray(5));
}

function decoderFor(names: readonly Buffer[]): (name: Uint8Array) => string {
  const all = Buffer.concat(names.flatMap((name) => [name, Buffer.from('\n')]));
  if (decoded('utf-8', all) !== null) return (name) => new TextDecoder().decode(name);
  const found = ENCODINGS.find(({ label, letters }) => hasWords(decoded(label, all), letters));
  if (!found) return cp437;
  return (name) => new TextDecoder(found.label).decode(name);
}

/**
 * True if most runs of other than ASCII characters are words in these letters. A single one beside a Latin letter is
 * an accented letter, read together with the letter after it.
 */
function hasWords(text: string | null, letters: RegExp): boolean {
  const runs = text?.match(/[a-z]?[\u0080-\uffff]+[a-z]?/giu) ?? [];
  const words = runs.filter((run) => {
    const word = run.replace(/[a-z]/giu, '');
    return letters.test(word) && (word.length > 1 || word === run);
  });
  return words.length > runs.length / 2;
}

function decoded(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function cp437(name: Uint8Array): string {
  return Array.from(name, (byte) => (byte < 128 ? String.fromCharCode(byte) : CP437[byte - 128]!)).join('');
}
