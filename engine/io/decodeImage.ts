import sharp, { type Metadata, type Sharp } from 'sharp';
import { failure, ProblemError } from '../base/problem.js';
import type { Fit } from '../data/imageSet.js';
import { decodePnm } from './pnm.js';

/** Maximum size of an image file, in bytes. */
export const MAX_IMAGE_BYTES = 64 * 1024 ** 2;

const SHARP_FITS = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const satisfies Record<Fit, string>;

/** Maximum memory to decode one image, in bytes; decompression bombs are rejected before they are decoded. */
const MAX_MEMORY = 2 ** 28;
/** Maximum time to decode one image. */
const MAX_SECONDS = 2;
/**
 * Most pixels of interlaced, progressive and WebP images: they are decoded as a whole before the timer can stop it, of
 * 16 million pixels a second at least.
 */
const MAX_WHOLE = 2 ** 25;
const OPTIONS = { limitInputPixels: MAX_MEMORY } as const;

/** Color under transparent areas unless another is chosen: most transparent images are drawings for white paper. */
export const PAPER = '#ffffff';
/** The least opacity that counts as opaque: edges that were scaled are not quite. */
const OPAQUE = 250;

/** The form to decode an image to. */
export interface ImageTarget {
  readonly height: number;
  readonly width: number;
  /** 3 for red, green and blue, 1 for gray. */
  readonly channels: 1 | 3;
  readonly fit?: Fit | undefined;
  /** The color under transparent areas, such as `#ffffff`. */
  readonly background?: string | undefined;
  /** The largest values of the set's images by depth, so that all of one depth are scaled alike. */
  readonly deepest?: DeepestValues;
}

/** A decoded image. */
export interface DecodedImage {
  /** `[height, width, channels]`. */
  readonly pixels: Uint8Array;
  /** True if the background shows through. */
  readonly transparent: boolean;
}

/**
 * Decodes an image file's first frame: rotated upright by its EXIF orientation, laid on the background, fitted to the
 * target's shape and resized; deep TIFFs and PNGs scaled to bytes. Reads PNG, JPEG, WebP, GIF, TIFF, AVIF and PPM, detected by
 * content.
 * @throws `bad-argument` without a place if it can't be decoded, or not within bounds of memory and time
 */
export async function decodeImage(bytes: Uint8Array, target: ImageTarget): Promise<DecodedImage> {
  const { pixels: layered, hasAlpha } = await layeredPixels(bytes, target);
  if (!hasAlpha) return { pixels: layered, transparent: false };
  const { height, width, channels, background = PAPER } = target;
  const under = [1, 3, 5].map((at) => Number.parseInt(background.slice(at, at + 2), 16));
  const pixels = new Uint8Array((layered.length / 4) * 3);
  let transparent = false;
  for (let from = 0, to = 0; from < layered.length; from += 4, to += 3) {
    const alpha = layered[from + 3]!;
    transparent ||= alpha < OPAQUE;
    for (let c = 0; c < 3; c++) {
      pixels[to + c] = Math.round((layered[from + c]! * alpha + under[c]! * (255 - alpha)) / 255);
    }
  }
  if (channels === 3) return { pixels, transparent };
  const gray = sharp(pixels, { raw: { width, height, channels: 3 } }).toColourspace('b-w');
  return { pixels: new Uint8Array(await gray.raw().toBuffer()), transparent };
}

/** The longer side of an image in pixels, whether it has one channel, and whether it is deep, told by its header. */
export async function imageFacts(
  bytes: Uint8Array,
): Promise<{ readonly longer: number; readonly gray: boolean; readonly deep: boolean }> {
  const { facts, deep } =
    imageFormat(bytes)?.name === 'PPM' ? { facts: decodePnm(bytes), deep: false } : await checked(bytes);
  return { longer: Math.max(facts.width, facts.height), gray: facts.channels === 1, deep };
}

/** The background on which what is drawn on transparency can be seen, white or black; null for an opaque image. */
export async function fittingBackground(bytes: Uint8Array): Promise<'#ffffff' | '#000000' | null> {
  const { pixels, hasAlpha } = await layeredPixels(bytes, {
    height: 32,
    width: 32,
    channels: 3,
    fit: 'stretch',
  });
  if (!hasAlpha) return null;
  let [sum, weight, least] = [0, 0, 255];
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3]!;
    sum += (0.2126 * pixels[i]! + 0.7152 * pixels[i + 1]! + 0.0722 * pixels[i + 2]!) * alpha;
    weight += alpha;
    least = Math.min(least, alpha);
  }
  if (least >= OPAQUE) return null;
  return weight > 0 && sum / weight > 127.5 ? '#000000' : PAPER;
}

/** Pixels `[height, width, channels]`, or red, green, blue and opacity if the image has any. */
async function layeredPixels(bytes: Uint8Array, target: ImageTarget) {
  const { height, width, channels, fit = 'crop' } = target;
  const format = imageFormat(bytes);
  // Decided here, because the decoder would also draw SVG, which may refer to other files.
  if (format && !format.read) throw failure('bad-argument/image-format', { format: format.name });
  try {
    const { image, hasAlpha } =
      format?.name === 'PPM' ? portable(bytes) : await opened(bytes, target.deepest);
    const fitted = image
      .timeout({ seconds: MAX_SECONDS })
      .rotate()
      .resize(width, height, { fit: SHARP_FITS[fit], background: '#000' })
      .toColourspace(channels === 3 || hasAlpha ? 'srgb' : 'b-w');
    const data = await (hasAlpha ? fitted.ensureAlpha() : fitted.removeAlpha()).raw().toBuffer();
    return { pixels: new Uint8Array(data), hasAlpha };
  } catch (cause) {
    throw undecodable(bytes, cause);
  }
}

/** The reason why an image can't be decoded. */
function undecodable(bytes: Uint8Array, cause: unknown): ProblemError {
  if (cause instanceof ProblemError) return cause;
  if (bytes.length === 0) return failure('bad-argument/empty-image', {}, { cause });
  if (isBmp(bytes)) return failure('bad-argument/bmp-image', {}, { cause });
  if (isLfsPointer(bytes)) return failure('bad-argument/lfs-pointer', {}, { cause });
  const said = (cause as Error).message;
  if (said.includes('pixel limit')) return failure('bad-argument/image-too-large', {}, { cause });
  if (said.startsWith('timeout')) return failure('bad-argument/image-too-slow', {}, { cause });
  // The decoder repeats itself on more lines.
  return failure('bad-argument/image', { said: said.split('\n', 1)[0]! }, { cause });
}

interface Opened {
  readonly image: Sharp;
  readonly hasAlpha: boolean;
}

function portable(bytes: Uint8Array): Opened {
  const { pixels, width, height, channels } = decodePnm(bytes);
  return { image: sharp(pixels, { raw: { width, height, channels } }), hasAlpha: false };
}

async function opened(bytes: Uint8Array, deepest?: DeepestValues): Promise<Opened> {
  const { image, facts, deep } = await checked(bytes);
  return deep
    ? { image: await eightBits(bytes, facts, deepest?.get(facts.depth) ?? 0), hasAlpha: false }
    : { image, hasAlpha: facts.hasAlpha };
}

/** An image whose header asks for no more memory than there may be. */
async function checked(bytes: Uint8Array) {
  const image = sharp(bytes, OPTIONS);
  const facts = await image.metadata();
  if (facts.format === 'svg') throw failure('bad-argument/image-format', { format: 'SVG' });
  const deep =
    facts.depth !== 'uchar' && (facts.format === 'tiff' || (facts.format === 'png' && !facts.hasAlpha));
  const { width, height, channels } = facts;
  const perPixel = deep ? channels * DEEP_VALUE : pixelBytes(facts) * (facts.depth === 'uchar' ? 1 : 2);
  if (width * height * perPixel > MAX_MEMORY) throw failure('bad-argument/image-too-large', {});
  const isWhole = facts.format === 'webp' || facts.isProgressive;
  if (isWhole && width * height > MAX_WHOLE) throw failure('bad-argument/image-too-slow', {});
  return { image, facts, deep };
}

/** Memory per value of a deep image, in bytes: the number, and its byte. */
const DEEP_VALUE = 6;
/** Memory per pixel of 8 bits, in bytes, as measured with libvips 8.18. */
const PIXEL_BYTES: Readonly<Partial<Record<string, number>>> = { heif: 18, jpeg: 3, gif: 5 };

/** A progressive JPEG keeps all its coefficients, of two bytes, until its last scan. */
function pixelBytes({ format, isProgressive, chromaSubsampling, channels }: Metadata): number {
  const coefficients = format === 'jpeg' && isProgressive && chromaSubsampling !== '4:2:0' ? 2 * channels : 0;
  return Math.max(coefficients, PIXEL_BYTES[format] ?? 4);
}

/** The largest values of deep images by their depths. */
export type DeepestValues = ReadonlyMap<string, number>;

/** The depth and the largest value of a TIFF or PNG image of whole numbers of more than 8 bits; null for others. */
export async function deepestValue(
  bytes: Uint8Array,
): Promise<readonly [depth: string, most: number] | null> {
  const { facts, deep } = await checked(bytes);
  if (!deep || facts.depth === 'float' || facts.depth === 'double') return null;
  const { values } = await deepValues(bytes, facts);
  return [facts.depth, values.reduce((most, value) => Math.max(most, value), 0)];
}

/**
 * A TIFF or PNG image of more than 8 bits, its values scaled to bytes by the range that it uses, with at least `deepest` as its
 * largest value.
 */
async function eightBits(bytes: Uint8Array, facts: Metadata, deepest: number): Promise<Sharp> {
  const { values, info } = await deepValues(bytes, facts);
  const [least, most] = rangeOf(values, deepest, facts.depth === 'ushort' ? LEAST_TOP_OF_16_BITS : 0);
  const scaled = Uint8Array.from(values, (value) =>
    Math.max(0, Math.min(255, ((value - least) / (most - least)) * 255 + 0.5)),
  );
  const { width, height, channels } = info;
  return sharp(scaled, { raw: { width, height, channels } });
}

async function deepValues(bytes: Uint8Array, { space, depth }: Metadata) {
  const deep = sharp(bytes, OPTIONS).timeout({ seconds: MAX_SECONDS }).rotate().removeAlpha();
  const kept =
    depth === 'ushort' && (space === 'grey16' || space === 'rgb16') ? deep.toColourspace(space) : deep;
  const { data, info } = await kept.raw({ depth: 'float' }).toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  return { values, info };
}

/** Largest pixel values: of fractions, and of 8, 12, 16, 24 and 32 bits. */
const TOPS = [1, 255, 4095, 65_535, 2 ** 24 - 1, 2 ** 32 - 1];
/** The least that 16-bit files are made for: a dark image of 12 bits must not become as bright as one of 8. */
const LEAST_TOP_OF_16_BITS = 4095;

/**
 * The range that values are stored in: from 0 to the smallest of `TOPS` that holds all of them, so that images of one
 * instrument stay comparable. Values below 0 or above all have no such range, and are stretched.
 */
function rangeOf(
  values: Float32Array,
  deepest: number,
  leastTop: number,
): readonly [least: number, most: number] {
  let [least, most] = [0, deepest];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const top = TOPS.find((one) => one >= leastTop && most <= one);
  return least === 0 && top !== undefined ? [0, top] : [least, most];
}

/** A clone without Git LFS has texts in place of images. */
const isLfsPointer = (bytes: Uint8Array) => /^version https:\/\/git-lfs/.test(beginningOf(bytes));

/** sharp doesn't read BMP, and the small libraries that do get some pixels wrong. */
const isBmp = (bytes: Uint8Array) => bytes[0] === 0x42 && bytes[1] === 0x4d;

/** The format of an image file. */
export interface ImageFormat {
  readonly name: string;
  /** False for formats that are recognized only to name them. */
  readonly read: boolean;
}

/** Formats by their first bytes, as Latin-1. */
const FORMATS: readonly (ImageFormat & { readonly first: RegExp })[] = [
  { name: 'PNG', read: true, first: /^\x89PNG\r\n/ },
  { name: 'JPEG', read: true, first: /^\xff\xd8\xff/ },
  { name: 'GIF', read: true, first: /^GIF8/ },
  { name: 'WebP', read: true, first: /^RIFF[^]{4}WEBP/ },
  { name: 'TIFF', read: true, first: /^(II[*+]\0|MM\0[*+])/ },
  { name: 'AVIF', read: true, first: /^[^]{4}ftyp[^]{0,40}avi[fs]/ },
  { name: 'HEIC', read: false, first: /^[^]{4}ftyp(he(ic|ix|im|is|vc|vx)|mif1|msf1)/ },
  { name: 'JPEG XL', read: false, first: /^(\xff\n|\0{3}\fJXL )/ },
  { name: 'JPEG 2000', read: false, first: /^(\xff\x4f\xff\x51|\0{3}\fjP {2})/ },
  { name: 'PPM', read: true, first: /^P[1-6]\s+(#[^\n]*\n\s*)*\d/ },
  { name: 'PAM', read: false, first: /^P7\s/ },
  { name: 'SVG', read: false, first: /^(\xef\xbb\xbf)?\s*<(\?xml[^]*<)?([^]*<)?svg[\s>]/i },
  { name: 'Photoshop', read: false, first: /^8BPS/ },
];

/** Number of bytes that tell the format. */
const FIRST = 1024;

/** The format of an image file, told by its contents; null if it is none of those known. */
export function imageFormat(bytes: Uint8Array): ImageFormat | null {
  const head = beginningOf(bytes);
  return FORMATS.find(({ first }) => first.test(head)) ?? null;
}

const beginningOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, FIRST)).toString('latin1');
