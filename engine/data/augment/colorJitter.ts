import { float } from '../../base/fields.js';
import { nextUniform, shuffle } from '../../random/torch.js';
import { adviceOn, noEffect, setting } from '../step.js';
import { defineAugmentation } from './define.js';

/** Above this, colors change more than they do with the light in photos. */
const STRONG_HUE = 0.1;

/** The strength of a random change; 0 for none. */
const strength = (label: string, max: number, help: string) =>
  float({ default: 0, min: 0, max, label, help });

const factorHelp = (what: string) => `${what} by a factor from 1 − this (at least 0) to 1 + this.`;

/**
 * Changes brightness, contrast, saturation and hue, in random order. Three draws for the order and one for
 * each enabled change.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.ColorJitter.html
 */
export const colorJitter = defineAugmentation({
  type: 'ColorJitter',
  summary: 'Changes brightness, contrast, saturation and hue a little, like a change of lighting.',
  params: {
    brightness: strength('Brightness', 10, factorHelp('Multiplies all colors')),
    contrast: strength('Contrast', 10, factorHelp('Scales the distance from the mean gray value')),
    saturation: strength('Saturation', 10, factorHelp('Scales the distance of colors from gray')),
    hue: strength('Hue', 0.5, 'Rotates hues by up to this fraction of the color wheel, in either direction.'),
  },
  suggested: { brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.02 },
  advice: (strengths, step, { builtIn }) => {
    const { hue } = strengths;
    if (Object.values(strengths).every((strength) => strength === 0))
      return noEffect(step, Object.keys(strengths));
    if (hue <= STRONG_HUE && (hue === 0 || builtIn)) return null;
    const weight = hue > STRONG_HUE ? 'warning' : 'note';
    return adviceOn(step, weight, 'advice/changed-colors', {}, [setting(step, 'hue', 0)]);
  },
  prepare: ({ brightness, contrast, saturation, hue }, { side }) => {
    const order = new Uint8Array(4);
    const changes = [
      { adjust: adjustBrightness, range: brightness, middle: 1 },
      { adjust: adjustContrast, range: contrast, middle: 1 },
      { adjust: adjustSaturation, range: saturation, middle: 1 },
      { adjust: adjustHue, range: hue, middle: 0 },
    ] as const;
    const factors = new Float32Array(changes.length);
    return (gen, from, to) => {
      for (let i = 0; i < order.length; i++) order[i] = i;
      shuffle(gen, order);
      changes.forEach(({ range, middle }, i) => {
        if (range === 0) return;
        const least = middle === 1 ? Math.max(0, 1 - range) : -range;
        factors[i] = nextUniform(gen, least, middle + range);
      });
      to.set(from);
      for (const i of order) {
        const { adjust, range } = changes[i]!;
        if (range > 0) adjust(to, side * side, factors[i]!);
      }
    };
  },
});

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
  const rounded = fround(factor);
  for (let byte = 0; byte < 256; byte++) into[byte] = rounded * byte;
}

/** Clamps a mixture to the range of a byte; storing it truncates the fraction. */
function clamped(mixed: number): number {
  return mixed <= 0 ? 0 : mixed >= 255 ? 255 : mixed;
}

/** Mixes bytes: `factor · byte + (1 − factor) · other`. */
export function mixer(factor: number): (byte: number, other: number) => number {
  const [own, rest] = [fround(factor), fround(1 - factor)];
  return (byte, other) => clamped(fround(fround(own * byte) + fround(rest * other)));
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

/** Bytes as numbers from 0 to 1. */
const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Torchvision's factor from numbers of 0 to 1 to bytes, which are truncated: just below 256, for even steps. */
const TO_BYTE = fround(255 + 1 - 1e-3);

/** `most · (1 − share)` as a byte. */
const level = (most: number, share: number) => fround(fround(most * fround(1 - share)) * TO_BYTE);

/** Saturation and lowest channel by a pixel's highest and lowest byte, `highest · 256 + lowest`. */
const SATURATION = new Float32Array(65536);
const LOW = new Uint8Array(65536);
// A loop: `from` takes 25 ms, and every start would pay for it.
for (let pair = 0; pair < SATURATION.length; pair++) {
  const most = UNIT[pair >> 8]!;
  SATURATION[pair] = most === 0 ? 0 : fround(most - UNIT[pair & 255]!) / most;
  LOW[pair] = level(most, SATURATION[pair]!);
}
const HIGH = Uint8Array.from(UNIT, (value) => fround(value * TO_BYTE));

/** Rotates hues by `shift` of the color wheel, −0.5 to 0.5; grayscale images have no hue. */
const adjustHue: Adjust = (image, plane, shift) => {
  if (image.length === plane) return;
  for (let at = 0; at < plane; at++) {
    const red = image[at]!;
    const green = image[at + plane]!;
    const blue = image[at + 2 * plane]!;
    const highest = Math.max(red, green, blue);
    const pair = (highest << 8) | Math.min(red, green, blue);
    const most = UNIT[highest]!;
    const sixths = fround(wrapped(fround(hueOf(red, green, blue, highest, pair & 255) + shift)) * 6);
    const sector = Math.floor(sixths);
    const part = sixths - sector;
    const high = HIGH[highest]!;
    const low = LOW[pair]!;
    // In odd sectors of the wheel one channel falls, in even ones another rises. Storing a byte truncates.
    const between = level(most, fround(SATURATION[pair]! * (sector & 1 ? part : fround(1 - part))));
    switch (sector) {
      case 1: {
        put(image, at, plane, between, high, low);
        break;
      }
      case 2: {
        put(image, at, plane, low, high, between);
        break;
      }
      case 3: {
        put(image, at, plane, low, between, high);
        break;
      }
      case 4: {
        put(image, at, plane, between, low, high);
        break;
      }
      case 5: {
        put(image, at, plane, high, low, between);
        break;
      }
      // 0, and 6: a full turn.
      default:
        put(image, at, plane, high, between, low);
    }
  }
};

function put(image: Uint8Array, at: number, plane: number, red: number, green: number, blue: number): void {
  image[at] = red;
  image[at + plane] = green;
  image[at + 2 * plane] = blue;
}

/** A pixel's hue, 0 to 1. */
function hueOf(red: number, green: number, blue: number, highest: number, lowest: number): number {
  if (highest === lowest) return 0;
  const most = UNIT[highest]!;
  const range = fround(most - UNIT[lowest]!);
  // `away` of the lowest channel is 1, so only that of the middle one is computed.
  const sixths =
    highest === red
      ? lowest === green
        ? away(most, blue, range) - 1
        : 1 - away(most, green, range)
      : highest === green
        ? lowest === blue
          ? fround(2 + away(most, red, range)) - 1
          : 3 - away(most, blue, range)
        : lowest === red
          ? fround(4 + away(most, green, range)) - 1
          : 5 - away(most, red, range);
  return wrapped(fround(fround(fround(sixths) / 6) + 1));
}

/** Distance of a channel from the highest one, from 0 to 1 (the lowest). */
const away = (most: number, byte: number, range: number) => fround(fround(most - UNIT[byte]!) / range);

/** Python's `value % 1`, which is never negative, for values from −1 to 2. The operator itself is slow. */
function wrapped(value: number): number {
  return value < 0 ? fround(value + 1) : value >= 1 ? value - 1 : value;
}
