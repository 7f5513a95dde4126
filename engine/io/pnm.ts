import { failure } from '../base/problem.js';

/** Decoded pixels, `[height, width, channels]`. */
interface Pnm {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Maximum number of pixels, as for other formats: 256 MB of red, green and blue. */
const MAX_PIXELS = 2 ** 28 / 3;

/**
 * Decodes a portable bitmap, graymap or pixmap, as text (P1 to P3) or binary (P4 to P6); values of other depths are
 * scaled to bytes. http://netpbm.sourceforge.net/doc/ppm.html
 * @throws `bad-argument` if it is damaged or too large
 */
export function decodePnm(bytes: Uint8Array): Pnm {
  const kind = bytes[1]! - 0x30;
  const channels = kind % 3 === 0 ? 3 : 1;
  const bits = kind % 3 === 1;
  const header = new Numbers(bytes, 2);
  const [width, height] = [header.next(), header.next()];
  const top = bits ? 1 : header.next();
  if (width < 1 || height < 1 || top < 1 || top > 65_535) throw damaged();
  if (width * height > MAX_PIXELS) throw failure('bad-argument/image-too-large', {});
  const count = width * height * channels;
  // Nothing is allocated for values that are not there.
  const data = bytes.subarray(header.at + 1);
  const valueAt = kind <= 3 ? written(header, data, count, bits) : stored(data, count, width, bits ? 0 : top);
  const pixels = new Uint8Array(count);
  const scale = 255 / top;
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.min(255, Math.round(valueAt(i) * scale));
  return { width, height, channels, pixels };
}

/** The values of a text, in order; a bit of 1 is black. */
function written(numbers: Numbers, data: Uint8Array, count: number, bits: boolean): (i: number) => number {
  if (data.length < count) throw damaged();
  return bits ? () => 1 - numbers.digit() : () => numbers.next();
}

/** The values of binary data: rows of bits if `top` is 0, else bytes, or pairs of bytes. */
function stored(data: Uint8Array, count: number, width: number, top: number): (i: number) => number {
  const bitRow = Math.ceil(width / 8);
  const size = top === 0 ? (count / width) * bitRow : top > 255 ? 2 * count : count;
  if (data.length < size) throw damaged();
  if (top > 255) return (i) => data[2 * i]! * 256 + data[2 * i + 1]!;
  if (top > 0) return (i) => data[i]!;
  return (i) => {
    const x = i % width;
    return 1 - ((data[Math.floor(i / width) * bitRow + (x >> 3)]! >> (7 - (x & 7))) & 1);
  };
}

const damaged = () => failure('bad-argument/image', { said: 'it is damaged or truncated' });

/** The numbers of a text, with comments from # to the end of a line. */
class Numbers {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  next(): number {
    let value = this.digit();
    for (let digit = digitOf(this.bytes[this.at]); digit !== null; digit = digitOf(this.bytes[++this.at])) {
      value = value * 10 + digit;
      if (value > 2 ** 31) throw damaged();
    }
    return value;
  }

  /** A single digit: bits may follow each other without blanks. */
  digit(): number {
    for (; ; this.at++) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw damaged();
      if (byte === HASH) while (this.bytes[this.at] !== LINE_END && this.at < this.bytes.length) this.at++;
      else if (!BLANKS.includes(byte)) break;
    }
    const digit = digitOf(this.bytes[this.at++]);
    if (digit === null) throw damaged();
    return digit;
  }
}

const [HASH, LINE_END] = [0x23, 10];
const BLANKS = [9, 10, 11, 12, 13, 32];
const digitOf = (byte: number | undefined) =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : null;
