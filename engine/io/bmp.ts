import { LoomError } from '../base/errors.js';
import { bmpHeader, type BmpHeader } from './bmpHeader.js';

/** A picture as RGB bytes `[height, width, 3]`, top row first. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Whether bytes begin as a Windows or OS/2 bitmap file. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * An uncompressed BMP file of 1, 4, 8, 16, 24 or 32 bits a pixel; transparency is left out, as most programs do.
 * https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 * @throws LoomError `bad-data` when it is damaged, compressed, or has more than `maxPixels`
 */
export function decodeBmp(bytes: Uint8Array, maxPixels: number): RgbPicture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = bmpHeader(view, maxPixels);
  const { width, height, bits, topDown, pixels } = header;
  // Rows end at multiples of four bytes.
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (pixels + stride * height > bytes.length) throw new LoomError('bad-data', 'the BMP file is cut off');
  const rgb = new Uint8Array(width * height * 3);
  const write = bits <= 8 ? paletteWriter(view, header) : maskWriter(view, header);
  for (let y = 0; y < height; y++) {
    const row = pixels + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) write(row, x, rgb, (y * width + x) * 3);
  }
  return { width, height, rgb };
}

/** Writes the colour of pixel `x` of the row that begins at byte `row`. */
type PixelWriter = (row: number, x: number, out: Uint8Array, at: number) => void;

function paletteWriter(view: DataView, { bits, palette, paletteEntry }: BmpHeader): PixelWriter {
  const perByte = 8 / bits;
  const mask = (1 << bits) - 1;
  return (row, x, out, at) => {
    const byte = view.getUint8(row + Math.floor(x / perByte));
    const index = (byte >> (8 - bits - (x % perByte) * bits)) & mask;
    // A colour that the palette lacks is black.
    if (index >= palette.count) return;
    const entry = palette.start + index * paletteEntry;
    for (let c = 0; c < 3; c++) out[at + c] = view.getUint8(entry + 2 - c);
  };
}

function maskWriter(view: DataView, { bits, masks }: BmpHeader): PixelWriter {
  if (bits === 24) {
    return (row, x, out, at) => {
      for (let c = 0; c < 3; c++) out[at + c] = view.getUint8(row + x * 3 + 2 - c);
    };
  }
  const fields = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, most: mask >>> shift };
  });
  return (row, x, out, at) => {
    const word = bits === 16 ? view.getUint16(row + x * 2, true) : view.getUint32(row + x * 4, true);
    fields.forEach(({ mask, shift, most }, c) => {
      out[at + c] = most === 0 ? 0 : Math.round((((word & mask) >>> shift) * 255) / most);
    });
  };
}
