/**
 * torchvision's color adjustments on the bytes of an RGB or grayscale image, in place, with the float32 roundings of
 * its tensor arithmetic: every operation rounds, and conversion to bytes truncates.
 * torchvision: transforms/functional_tensor.py.
 */

const { fround } = Math;

/** The contribution of a byte to the gray value, by byte: looking it up is faster than computing it. */
const shares = (share: number) => Float32Array.from({ length: 256 }, (_, byte) => fround(share) * byte);
const [RED, GREEN, BLUE] = [shares(0.2989), shares(0.587), shares(0.114)] as const;

/** The gray value of a pixel, as a byte. `plane` is the number of pixels of a channel. */
function gray(image: Uint8Array, plane: number, at: number): number {
  const redGreen = fround(RED[image[at]!]! + GREEN[image[at + plane]!]!);
  return fround(redGreen + BLUE[image[at + 2 * plane]!]!) | 0;
}

/** Adjusts an image of `plane` pixels by `factor`. */
export type Adjust = (image: Uint8Array, plane: number, factor: number) => void;

/** The products of all bytes with a factor. */
const products = new Float32Array(256);
/** The new value of every byte. */
const bytes = new Uint8Array(256);
/** The products of all gray values with 1 − factor. */
const grays = new Float32Array(256);

function multiply(into: Float32Array, factor: number): void {
  for (let byte = 0; byte < 256; byte++) into[byte] = factor * byte;
}

/** Clamps a mixture to the range of a byte; storing it truncates the fraction. */
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

/** Scales the distance of all bytes from the image's mean gray value. */
export const adjustContrast: Adjust = (image, plane, factor) => {
  let sum = 0;
  if (image.length === plane) for (let at = 0; at < plane; at++) sum += image[at]!;
  else for (let at = 0; at < plane; at++) sum += gray(image, plane, at);
  blendAll(image, factor, fround(fround(1 - factor) * fround(sum / plane)));
};

/** Scales the distance of each pixel's channels from its gray value; grayscale images do not change. */
export const adjustSaturation: Adjust = (image, plane, factor) => {
  if (image.length === plane) return;
  multiply(products, factor);
  multiply(grays, fround(1 - factor));
  for (let at = 0; at < plane; at++) {
    const own = grays[gray(image, plane, at)]!;
    image[at] = clamped(fround(products[image[at]!]! + own));
    image[at + plane] = clamped(fround(products[image[at + plane]!]! + own));
    image[at + 2 * plane] = clamped(fround(products[image[at + 2 * plane]!]! + own));
  }
};
