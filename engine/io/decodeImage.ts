import sharp from 'sharp';
import { LoomError } from '../errors.js';
import { readBounded } from './readBounded.js';

/** Largest image file that is read. */
const MAX_BYTES = 256 * 1024 ** 2;

/** How an image of another shape becomes a square: its middle, with black beside it, or stretched. */
export type Fit = 'crop' | 'pad' | 'stretch';

const FITS = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const satisfies Record<Fit, string>;

/** Pixels that a decoded image may have: bombs are refused before they are unpacked. */
const MAX_PIXELS = 100_000_000;

/**
 * An image file as RGB bytes `[height, width, 3]`: turned upright, transparency on black, brought to the shape
 * that is asked for and resized.
 * @throws LoomError `bad-argument` when it cannot be decoded
 */
export async function decodeImage(
  path: string,
  height: number,
  width: number,
  fit: Fit = 'crop',
): Promise<Uint8Array> {
  const bytes = await readBounded(path, MAX_BYTES);
  try {
    const decoded = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .rotate()
      .resize(width, height, { fit: FITS[fit], background: '#000' })
      .flatten()
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer();
    return Uint8Array.from(decoded);
  } catch (cause) {
    throw new LoomError(
      'bad-argument',
      `${path} is no image that can be read: ${(cause as Error).message}; PNG, JPEG, WebP, GIF and TIFF can`,
      { where: path, cause },
    );
  }
}
