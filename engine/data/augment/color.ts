/**
 * torchvision's changes of colour on the bytes of an RGB or a grey image, in place, with the float32 roundings of its
 * tensor arithmetic: every operation rounds, and bytes are cut off, not rounded.
 * torchvision: transforms/functional_tensor.py.
 */

const { fround } = Math;

/** What share of the grey a red, green and blue byte give. */
const [RED, GREEN, BLUE] = [0.2989, 0.587, 0.114].map(fround) as [number, number, number];

/** The grey of a pixel, a byte. `plane` is the number of pixels, a channel's length. */
function grey(image: Uint8Array, plane: number, at: number): number {
  if (image.length === plane) return image[at]!;
  const redGreen = fround(fround(RED * image[at]!) + fround(GREEN * image[at + plane]!));
  return Math.trunc(fround(redGreen + fround(BLUE * image[at + 2 * plane]!)));
}

/** `ratio · a + (1 − ratio) · b` as a byte; `rest` is 1 − ratio in float32. */
function blend(a: number, b: number, ratio: number, rest: number): number {
  const mixed = fround(fround(ratio * a) + fround(rest * b));
  return mixed <= 0 ? 0 : mixed >= 255 ? 255 : Math.trunc(mixed);
}

/** Changes a whole image: `plane` pixels, by `factor`. */
export type Adjust = (image: Uint8Array, plane: number, factor: number) => void;

/** Multiplies all bytes. */
export const adjustBrightness: Adjust = (image, _plane, factor) => {
  for (let i = 0; i < image.length; i++) image[i] = blend(image[i]!, 0, factor, 0);
};

/** Spreads all bytes about the image's mean grey. */
export const adjustContrast: Adjust = (image, plane, factor) => {
  let sum = 0;
  for (let at = 0; at < plane; at++) sum += grey(image, plane, at);
  const mean = fround(sum / plane);
  const rest = fround(1 - factor);
  for (let i = 0; i < image.length; i++) image[i] = blend(image[i]!, mean, factor, rest);
};

/** Spreads the channels of each pixel about its grey; a grey image has nothing to spread. */
export const adjustSaturation: Adjust = (image, plane, factor) => {
  if (image.length === plane) return;
  const rest = fround(1 - factor);
  for (let at = 0; at < plane; at++) {
    const own = grey(image, plane, at);
    for (let i = at; i < image.length; i += plane) image[i] = blend(image[i]!, own, factor, rest);
  }
};

/** Turns the circle of colours by `shift` of a whole turn, −0.5 to 0.5; grey has no hue. */
export const adjustHue: Adjust = (image, plane, shift) => {
  if (image.length === plane) return;
  for (let at = 0; at < plane; at++) {
    const red = fround(image[at]! / 255);
    const green = fround(image[at + plane]! / 255);
    const blue = fround(image[at + 2 * plane]! / 255);
    const most = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    const range = fround(most - least);
    const saturation = range === 0 ? 0 : fround(range / most);
    const turned = wrapped(fround(hueOf(red, green, blue, most, range) + shift));
    const sixths = fround(turned * 6);
    const sector = Math.floor(sixths);
    const part = fround(sixths - sector);
    const low = level(most, saturation);
    const falling = level(most, fround(saturation * part));
    const rising = level(most, fround(saturation * fround(1 - part)));
    // Sectors of the circle: red, yellow, green, cyan, blue, magenta.
    image[at] = byteOf(pick(sector, most, falling, low, low, rising, most));
    image[at + plane] = byteOf(pick(sector, rising, most, most, falling, low, low));
    image[at + 2 * plane] = byteOf(pick(sector, low, low, rising, most, most, falling));
  }
};

/** A pixel's hue, 0 to 1. */
function hueOf(red: number, green: number, blue: number, most: number, range: number): number {
  const divisor = range === 0 ? 1 : range;
  const fromRed = fround(fround(most - red) / divisor);
  const fromGreen = fround(fround(most - green) / divisor);
  const fromBlue = fround(fround(most - blue) / divisor);
  const sixths =
    most === red
      ? fround(fromBlue - fromGreen)
      : most === green
        ? fround(fround(2 + fromRed) - fromBlue)
        : fround(fround(4 + fromGreen) - fromRed);
  return fround(fround(sixths / 6) + 1) % 1;
}

/** `value % 1` as Python has it: from 0 up. */
function wrapped(value: number): number {
  const rest = value % 1;
  return rest < 0 ? fround(rest + 1) : rest;
}

/** `most · (1 − share)`, 0 to 1. */
function level(most: number, share: number): number {
  return Math.min(Math.max(fround(most * fround(1 - share)), 0), 1);
}

function byteOf(value: number): number {
  return Math.trunc(fround(value * 255));
}

/** The value of a sector, 0 to 5; 6 is 0 again, a whole turn. */
function pick(sector: number, a: number, b: number, c: number, d: number, e: number, f: number): number {
  if (sector < 3) return sector < 1 ? a : sector < 2 ? b : c;
  return sector < 4 ? d : sector < 5 ? e : sector < 6 ? f : a;
}
