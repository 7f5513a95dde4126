import iconv from 'iconv-lite';
import type { EncodingId } from '../data/encodings.js';
import { likelyEncodings } from './likelyEncodings.js';

/** Text, and the characters that could not be decoded: they are U+FFFD in it. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: EncodingId;
  readonly broken: { readonly count: number; readonly line: number } | null;
}

const MARKS: readonly (readonly [id: EncodingId, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Enough text to know its encoding. */
const SAMPLE = 16_384;

/** Text from bytes in an encoding, or in the likeliest one. A byte order mark is not part of the text. */
export function decodeText(bytes: Uint8Array, encoding: EncodingId = detectEncoding(bytes)): DecodedText {
  const text = decode(bytes, encoding);
  const first = text.indexOf('\ufffd');
  if (first < 0) return { text, encoding, broken: null };
  const count = text.split('\ufffd').length - 1;
  const line = text.slice(0, first).split(/\r\n?|\n/).length;
  return { text, encoding, broken: { count, line } };
}

/** Decodes bytes; invalid ones become U+FFFD. Node's own decoders of Korean and Western text have mistakes. */
export function decode(bytes: Uint8Array, encoding: EncodingId): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), encoding);
}

function detectEncoding(bytes: Uint8Array): EncodingId {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  return marked?.[0] ?? utf16In(bytes.subarray(0, SAMPLE)) ?? likelyEncodings(foreignLines(bytes))[0]!.id;
}

/** UTF-16 without a byte order mark: the upper bytes of digits, delimiters and line breaks are zeros. */
function utf16In(bytes: Uint8Array): EncodingId | null {
  const zeros = [0, 0];
  bytes.forEach((byte, i) => (zeros[i % 2]! += Number(byte === 0)));
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) <= bytes.length / 20 || Math.min(even, odd) > Math.max(even, odd) / 10) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** The first lines that are not ASCII, one code unit a byte: no character contains a line break. */
export function foreignLines(bytes: Uint8Array): string {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let sample = '';
  for (let i = 0; i < all.length && sample.length < SAMPLE; i++) {
    if (all[i]! < 128) continue;
    const start = Math.max(all.lastIndexOf(10, i) + 1, i - 200);
    const end = all.indexOf(10, i);
    const stop = Math.min(end < 0 ? all.length : end + 1, i + SAMPLE);
    sample += all.toString('latin1', start, stop);
    i = stop - 1;
  }
  return sample;
}
