import type { Adjust } from './color.js';

const { fround } = Math;

/** Bytes as numbers from 0 to 1. */
const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** `most · (1 − share)` as a byte. */
const level = (most: number, share: number) => fround(fround(most * fround(1 - share)) * 255);

/** Saturation and lowest channel by a pixel's highest and lowest byte, `highest · 256 + lowest`. */
const SATURATION = new Float32Array(65536);
const LOW = new Uint8Array(65536);
// A loop: `from` takes 25 ms, and every start would pay for it.
for (let pair = 0; pair < SATURATION.length; pair++) {
  const most = UNIT[pair >> 8]!;
  SATURATION[pair] = most === 0 ? 0 : fround(most - UNIT[pair & 255]!) / most;
  LOW[pair] = level(most, SATURATION[pair]!);
}
const HIGH = Uint8Array.from(UNIT, (value) => fround(value * 255));

/** Rotates hues by `shift` of the color wheel, −0.5 to 0.5; grayscale images have no hue. */
export const adjustHue: Adjust = (image, plane, shift) => {
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
