import sharp from 'sharp';
import { failure } from '../base/problem.js';
import { imageFormat } from './imageFormat.js';

/** Maximum size of an image file, in bytes. */
export const MAX_IMAGE_BYTES = 64 * 1024 ** 2;

/** How an image of another shape is made square: center-cropped, padded with black, or stretched. */
export type Fit = 'crop' | 'pad' | 'stretch';

const FITS = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const satisfies Record<Fit, string>;

/** Maximum number of decoded pixels, which rejects decompression bombs before they are decoded. */
const MAX_PIXELS = 100_000_000;

/** Maximum time to decode one image. */
const MAX_SECONDS = 20;

/** The form to decode an image to. */
export interface ImageTarget {
  readonly height: number;
  readonly width: number;
  /** 3 for red, green and blue, 1 for gray. */
  readonly channels: 1 | 3;
  readonly fit?: Fit;
}

/**
 * Decodes an image file's first frame to bytes `[height, width, channels]`: rotated upright by its EXIF orientation,
 * transparency on black, fitted to the target's shape and resized. Reads PNG, JPEG, WebP, GIF, TIFF and AVIF, detected
 * by content.
 * @throws `bad-argument` without a place if it can't be decoded
 */
export async function decodeImage(bytes: Uint8Array, target: ImageTarget): Promise<Uint8Array> {
  const { height, width, channels, fit = 'crop' } = target;
  const format = imageFormat(bytes);
  // Decided here, because the decoder would also draw SVG, which may refer to other files.
  if (format && !format.read) throw failure('bad-argument/image-format', { format: format.name });
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
    if (bytes.length === 0) throw failure('bad-argument/empty-image', {}, { cause });
    if (isBmp(bytes)) throw failure('bad-argument/bmp-image', {}, { cause });
    throw failure('bad-argument/image', { said: (cause as Error).message }, { cause });
  }
}

/** sharp doesn't read BMP, and the small libraries that do get some pixels wrong. */
const isBmp = (bytes: Uint8Array) => bytes[0] === 0x42 && bytes[1] === 0x4d;
