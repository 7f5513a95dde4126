import sharp, { type Metadata, type Sharp } from 'sharp';
import { failure, ProblemError } from '../base/problem.js';
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
 * transparency on black, fitted to the target's shape and resized; deep TIFFs scaled to bytes. Reads PNG, JPEG, WebP,
 * GIF, TIFF and AVIF, detected by content.
 * @throws `bad-argument` without a place if it can't be decoded
 */
export async function decodeImage(bytes: Uint8Array, target: ImageTarget): Promise<Uint8Array> {
  const { height, width, channels, fit = 'crop' } = target;
  const format = imageFormat(bytes);
  // Decided here, because the decoder would also draw SVG, which may refer to other files.
  if (format && !format.read) throw failure('bad-argument/image-format', { format: format.name });
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS });
    const facts = await image.metadata();
    if (facts.format === 'svg') throw failure('bad-argument/image-format', { format: 'SVG' });
    const deep = facts.format === 'tiff' && facts.depth !== 'uchar';
    const decoded = await (deep ? await eightBits(bytes, facts) : image)
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
    if (cause instanceof ProblemError) throw cause;
    if (bytes.length === 0) throw failure('bad-argument/empty-image', {}, { cause });
    if (isBmp(bytes)) throw failure('bad-argument/bmp-image', {}, { cause });
    throw failure('bad-argument/image', { said: (cause as Error).message }, { cause });
  }
}

/** A TIFF image of more than 8 bits, its values scaled to bytes by the range that it uses. */
async function eightBits(bytes: Uint8Array, { space, depth }: Metadata): Promise<Sharp> {
  const deep = sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .timeout({ seconds: MAX_SECONDS })
    .rotate()
    .removeAlpha();
  const kept =
    depth === 'ushort' && (space === 'grey16' || space === 'rgb16') ? deep.toColourspace(space) : deep;
  const { data, info } = await kept.raw({ depth: 'float' }).toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  const [least, most] = rangeOf(values, depth === 'ushort' ? LEAST_TOP_OF_16_BITS : 0);
  const scaled = Uint8Array.from(values, (value) =>
    Math.max(0, Math.min(255, ((value - least) / (most - least)) * 255 + 0.5)),
  );
  const { width, height, channels } = info;
  return sharp(scaled, { raw: { width, height, channels } });
}

/** Largest pixel values: of fractions, and of 8, 12, 16, 24 and 32 bits. */
const TOPS = [1, 255, 4095, 65_535, 2 ** 24 - 1, 2 ** 32 - 1];
/** The least that 16-bit files are made for: a dark image of 12 bits must not become as bright as one of 8. */
const LEAST_TOP_OF_16_BITS = 4095;

/**
 * The range that values are stored in: from 0 to the smallest of `TOPS` that holds all of them, so that images of one
 * instrument stay comparable. Values below 0 or above all have no such range, and are stretched.
 */
function rangeOf(values: Float32Array, leastTop: number): readonly [least: number, most: number] {
  let [least, most] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const top = TOPS.find((one) => one >= leastTop && most <= one);
  return least === 0 && top !== undefined ? [0, top] : [least, most];
}

/** sharp doesn't read BMP, and the small libraries that do get some pixels wrong. */
const isBmp = (bytes: Uint8Array) => bytes[0] === 0x42 && bytes[1] === 0x4d;
