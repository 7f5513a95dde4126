import { LoomError } from '../base/errors.js';

/** What a BMP file says before its pixels. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  /** Bits of a pixel. */
  readonly bits: number;
  /** Where the pixels begin. */
  readonly pixels: number;
  readonly palette: { readonly start: number; readonly count: number };
  /** Bytes of a colour of the palette. */
  readonly paletteEntry: number;
  /** Bits of red, green and blue in a pixel of 16 or 32 bits. */
  readonly masks: readonly [number, number, number];
}

const FILE_HEADER = 14;
/** The header of OS/2, with 16-bit sizes and three-byte colours. */
const CORE_HEADER = 12;
/** The first whole one of Windows; later ones only add to it. */
const INFO_HEADER = 40;
const DEPTHS = [1, 4, 8, 16, 24, 32];
const [UNCOMPRESSED, BITFIELDS, ALPHA_BITFIELDS] = [0, 3, 6];

/** Without bit fields 16 bits are 5 of each colour, 32 bits are 8 of each. */
const PLAIN_MASKS: Readonly<Record<number, BmpHeader['masks']>> = {
  16: [0x7c00, 0x03e0, 0x001f],
  32: [0xff0000, 0x00ff00, 0x0000ff],
};

/** Reads a BMP file's header. Throws `bad-data` when it is cut off, absurd or of a kind that is not read. */
export function bmpHeader(view: DataView, maxPixels: number): BmpHeader {
  const size = view.byteLength >= FILE_HEADER + CORE_HEADER ? view.getUint32(FILE_HEADER, true) : 0;
  const core = size === CORE_HEADER;
  if ((!core && size < INFO_HEADER) || FILE_HEADER + size > view.byteLength) {
    throw refused('its header is cut off or unknown');
  }
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(core ? 24 : 28, true);
  const compression = core ? UNCOMPRESSED : view.getUint32(30, true);
  if (width <= 0 || height === 0 || width * height > maxPixels) {
    throw refused(`its size of ${width}×${height} pixels cannot be read`);
  }
  if (!DEPTHS.includes(bits)) throw refused(`${bits} bits a pixel are unknown`);
  const fields = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if (compression !== UNCOMPRESSED && !(fields && (bits === 16 || bits === 32))) {
    throw refused('it is compressed; save it uncompressed or as PNG');
  }
  const paletteEntry = core ? 3 : 4;
  const start = FILE_HEADER + size;
  const pixels = view.getUint32(10, true);
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    pixels,
    palette: { start, count: bits <= 8 ? paletteCount(view, core, bits, start, paletteEntry) : 0 },
    paletteEntry,
    masks: fields ? bitFields(view) : (PLAIN_MASKS[bits] ?? [0, 0, 0]),
  };
}

function paletteCount(view: DataView, core: boolean, bits: number, start: number, entry: number): number {
  const said = core ? 0 : view.getUint32(46, true);
  const count = said === 0 ? 2 ** bits : Math.min(said, 2 ** bits);
  return Math.min(count, Math.floor((view.byteLength - start) / entry));
}

/** The masks follow the first 40 bytes of the header, within it or after it. */
function bitFields(view: DataView): BmpHeader['masks'] {
  const at = FILE_HEADER + INFO_HEADER;
  if (view.byteLength < at + 12) throw refused('its colour masks are cut off');
  return [view.getUint32(at, true), view.getUint32(at + 4, true), view.getUint32(at + 8, true)];
}

const refused = (why: string) => new LoomError('bad-data', `the BMP file cannot be read: ${why}`);
