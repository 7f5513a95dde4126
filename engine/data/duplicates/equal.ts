import { imageBytes, type Pixels } from '../imageSet.js';

/** Pairs of images that are equal byte for byte: each copy with the first of its kind. */
export function equalPairs({ images, ...form }: Pixels): [number, number][] {
  const size = imageBytes(form);
  const firsts = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  for (let row = 0; row * size < images.length; row++) {
    const image = images.subarray(row * size, (row + 1) * size);
    const hash = hashOf(image);
    const alike = firsts.get(hash) ?? [];
    const first = alike.find((one) => equal(images.subarray(one * size, (one + 1) * size), image));
    if (first === undefined) firsts.set(hash, [...alike, row]);
    else pairs.push([first, row]);
  }
  return pairs;
}

/** FNV-1a. Images that share it are compared byte by byte. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, i) => byte === b[i]);
}
