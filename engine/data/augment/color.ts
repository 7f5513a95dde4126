/**
 * torchvision's changes of colour on the bytes of an RGB or a grey image, in place, with the float32 roundings of its
 * tensor arithmetic: every operation rounds, and bytes are cut off, not rounded.
 * torchvision: transforms/functional_tensor.py.
 */

const { fround } = Math;

/** A byte's share of the grey, by the byte: computing is slower than looking up. */
const shares = (share: number) => Float32Array.from({ length: 256 }, (_, byte) => fround(share) * byte);
const [RED, GREEN, BLUE] = [shares(0.2989), shares(0.587), shares(0.114)] as const;

/** The grey of a pixel, a byte. `plane` is the number of pixels, a channel's length. */
function grey(image: Uint8Array, plane: number, at: number): number {
  const redGreen = fround(RED[image[at]!]! + GREEN[image[at + plane]!]!);
  return fround(redGreen + BLUE[image[at + 2 * plane]!]!) | 0;
}

/** Changes a whole image: `plane` pixels, by `factor`. */
export type Adjust = (image: Uint8Array, plane: number, factor: number) => void;

/** The products of all bytes with a factor. */
const products = new Float32Array(256);
/** What all bytes become. */
const bytes = new Uint8Array(256);
/** The products of all greys with what is left of the factor. */
const greys = new Float32Array(256);

function multiply(into: Float32Array, factor: number): void {
  for (let byte = 0; byte < 256; byte++) into[byte] = factor * byte;
}

/** A mixture as it is stored as a byte, which cuts off what is behind the point. */
function clamped(mixed: number): number {
  return mixed <= 0 ? 0 : mixed >= 255 ? 255 : mixed;
}

/** Mixes each byte with the same value: `factor · byte + rest`. */
function blendAll(image: Uint8Array, factor: number, rest: number): void {
  multiply(products, factor);
  for (let byte = 0; byte < 256; byte++) bytes[byte] = clamped(fround(products[byte]! + rest));
  for (let i = 0; i < image.length; i++) image[i] = bytes[image[i]!]!;
}

/** Multiplies all bytes. */
export const adjustBrightness: Adjust = (image, _plane, factor) => blendAll(image, factor, 0);

/** Spreads all bytes about the image's mean grey. */
export const adjustContrast: Adjust = (image, plane, factor) => {
  let sum = 0;
  if (image.length === plane) for (let at = 0; at < plane; at++) sum += image[at]!;
  else for (let at = 0; at < plane; at++) sum += grey(image, plane, at);
  blendAll(image, factor, fround(fround(1 - factor) * fround(sum / plane)));
};

/** Spreads the channels of each pixel about its grey; a grey image has nothing to spread. */
export const adjustSaturation: Adjust = (image, plane, factor) => {
  if (image.length === plane) return;
  multiply(products, factor);
  multiply(greys, fround(1 - factor));
  for (let at = 0; at < plane; at++) {
    const own = greys[grey(image, plane, at)]!;
    image[at] = clamped(fround(products[image[at]!]! + own));
    image[at + plane] = clamped(fround(products[image[at + plane]!]! + own));
    image[at + 2 * plane] = clamped(fround(products[image[at + 2 * plane]!]! + own));
  }
};
