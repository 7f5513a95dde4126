import { CIFAR10_IMAGE, IMAGE_BYTES } from './cifar10.js';

const [, HEIGHT, WIDTH] = CIFAR10_IMAGE;
const PLANE = HEIGHT * WIDTH;
/** Cells of the small grey picture that a difference hash compares. */
const CELLS = 8;
/** Two images with the same hash are near duplicates when their bytes differ by less than this on average. */
const NEAR = 12;

/** Images that show the same. */
export interface DuplicateGroup {
  readonly rows: readonly number[];
  /** Equal byte for byte. */
  readonly exact: boolean;
}

/**
 * Groups of images that are equal or nearly so: same difference hash of an 8×8 grey version, and a small
 * mean difference of bytes. Finds what was copied, brightened or recompressed; not what was shifted.
 */
export function findDuplicates(images: Uint8Array): DuplicateGroup[] {
  const byHash = new Map<string, number[]>();
  const count = images.length / IMAGE_BYTES;
  for (let row = 0; row < count; row++) {
    const hash = differenceHash(images, row);
    const known = byHash.get(hash);
    if (known) known.push(row);
    else byHash.set(hash, [row]);
  }
  return [...byHash.values()].flatMap((rows) => (rows.length > 1 ? grouped(images, rows) : []));
}

/** Splits images of one hash into groups that are really alike. */
function grouped(images: Uint8Array, rows: readonly number[]): DuplicateGroup[] {
  const groups: { rows: number[]; exact: boolean }[] = [];
  for (const row of rows) {
    const group = groups.find(({ rows: [first] }) => difference(images, first!, row) < NEAR);
    if (!group) groups.push({ rows: [row], exact: true });
    else {
      group.exact &&= difference(images, group.rows[0]!, row) === 0;
      group.rows.push(row);
    }
  }
  return groups.filter((group) => group.rows.length > 1);
}

function difference(images: Uint8Array, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < IMAGE_BYTES; i++) {
    sum += Math.abs(images[a * IMAGE_BYTES + i]! - images[b * IMAGE_BYTES + i]!);
  }
  return sum / IMAGE_BYTES;
}

/** One bit for each pair of neighbouring cells: whether the left one is darker. */
function differenceHash(images: Uint8Array, row: number): string {
  const cells = greyCells(images, row);
  let bits = '';
  for (let y = 0; y < CELLS; y++) {
    let word = 0;
    for (let x = 0; x + 1 < CELLS; x++) {
      word = (word << 1) | (cells[y * CELLS + x]! < cells[y * CELLS + x + 1]! ? 1 : 0);
    }
    bits += String.fromCharCode(word);
  }
  return bits;
}

function greyCells(images: Uint8Array, row: number): Float64Array {
  const cells = new Float64Array(CELLS * CELLS);
  const from = row * IMAGE_BYTES;
  for (let p = 0; p < PLANE; p++) {
    const y = Math.floor(((p / WIDTH) * CELLS) / HEIGHT);
    const x = Math.floor(((p % WIDTH) * CELLS) / WIDTH);
    cells[y * CELLS + x]! += images[from + p]! + images[from + PLANE + p]! + images[from + 2 * PLANE + p]!;
  }
  return cells;
}
