import sharp from 'sharp';
import { LoomError } from '../base/errors.js';

/** Largest image file that is read. */
export const MAX_IMAGE_BYTES = 64 * 1024 ** 2;

/** How an image of another shape becomes a square: its middle, with black beside it, or stretched. */
export type Fit = 'crop' | 'pad' | 'stretch';

const FITS = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const satisfies Record<Fit, string>;

/** Pixels that a decoded image may have: bombs are refused before they are unpacked. */
const MAX_PIXELS = 100_000_000;

/** Time that one image may take. */
const MAX_SECONDS = 20;

/** What an image is to become. */
export interface ImageTarget {
  /** The file's name, for messages. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** 3 for red, green and blue, 1 for grey. */
  readonly channels: 1 | 3;
  readonly fit?: Fit;
}

/**
 * An image file's first picture as bytes `[height, width, channels]`: turned upright, transparency on black,
 * brought to the shape that is asked for and resized. PNG, JPEG, WebP, GIF, TIFF and AVIF are read,
 * told by their contents.
 * @throws LoomError `bad-argument` when it cannot be decoded
 */
export async function decodeImage(bytes: Uint8Array, target: ImageTarget): Promise<Uint8Array> {
  const { name, height, width, channels, fit = 'crop' } = target;
  try {
    const decoded = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .timeout({ seconds: MAX_SECONDS })
      .rotate()
      .resize(width, height, { fit: FITS[fit], background: '#000' })
      .flatten()
      .toColourspace(channels === 3 ? 'srgb' : 'b-w')
      .removeAlpha()
      .raw()
      .toBuffer();
    return new Uint8Array(decoded);
  } catch (cause) {
    const why = bytes.length === 0 ? 'it is empty' : (cause as Error).message;
    const message = isBmp(bytes)
      ? `${name} is a BMP file, a format that cannot be read; convert it to PNG`
      : `${name} is no image that can be read: ${why}; PNG, JPEG, WebP, GIF, TIFF and AVIF can`;
    throw new LoomError('bad-argument', message, { where: name, cause });
  }
}

/** sharp does not read BMP, and the small libraries that do get some of its pixels wrong. */
const isBmp = (bytes: Uint8Array) => bytes[0] === 0x42 && bytes[1] === 0x4d;
