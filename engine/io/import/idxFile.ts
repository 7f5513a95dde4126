import { imageBytes } from '../../data/imageSet.js';
import { refused } from './container.js';

/** How IDX files of bytes with three axes begin: images. */
export const IMAGES_MAGIC = 0x0803;
/** With one axis: labels. */
export const LABELS_MAGIC = 0x0801;

const [LEAST_SIDE, MOST_SIDE] = [8, 256];

/** Images of an IDX file. */
export interface IdxImages {
  readonly count: number;
  readonly side: number;
  /** `[count, 1, side, side]`. */
  readonly pixels: Uint8Array;
}

/** Whether a file begins with this number. */
export function isIdx(head: Uint8Array, magic: number): boolean {
  return head.length >= 4 && viewOf(head).getUint32(0) === magic;
}

/**
 * Reads images: a header of four big-endian numbers, then a byte for each pixel.
 * http://yann.lecun.com/exdb/mnist/
 * @throws LoomError `bad-data` when the size is wrong, absurd or not square
 */
export function parseImages(bytes: Uint8Array, path: string, container: string): IdxImages {
  const [count, rows, columns] = header(bytes, IMAGES_MAGIC, 3, path, container) as [number, number, number];
  if (rows !== columns || rows < LEAST_SIDE || rows > MOST_SIDE) {
    throw refused(
      container,
      `${path}: its images have ${rows}×${columns} pixels; square ones of ${LEAST_SIDE} to ${MOST_SIDE} can be read`,
    );
  }
  const pixels = contents(bytes, 16, count * imageBytes({ channels: 1, side: rows }), path, container);
  return { count, side: rows, pixels };
}

/** Reads labels: a header of two numbers, then a byte for each. Throws `bad-data` when the size is wrong. */
export function parseLabels(bytes: Uint8Array, path: string, container: string): Uint8Array {
  const [count] = header(bytes, LABELS_MAGIC, 1, path, container) as [number];
  return contents(bytes, 8, count, path, container);
}

function header(bytes: Uint8Array, magic: number, axes: number, path: string, container: string): number[] {
  if (!isIdx(bytes, magic) || bytes.length < 4 + 4 * axes) throw refused(container, `${path} is cut off`);
  return Array.from({ length: axes }, (_, axis) => viewOf(bytes).getUint32(4 + 4 * axis));
}

function contents(
  bytes: Uint8Array,
  from: number,
  size: number,
  path: string,
  container: string,
): Uint8Array {
  if (size > 0 && bytes.length === from + size) return bytes.subarray(from);
  const found = (bytes.length - from).toLocaleString('en-US');
  throw refused(
    container,
    `${path} holds ${found} bytes of data, but its header says ${size.toLocaleString('en-US')}: it is cut off or damaged`,
  );
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
