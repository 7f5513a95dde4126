import { imageBytes, type ImageSet } from './imageSet.js';

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
export function findDuplicates({
  images,
  ...form
}: Pick<ImageSet, 'images' | 'side' | 'channels'>): DuplicateGroup[] {
  const size = imageBytes(form);
  const byHash = new Map<string, number[]>();
  const count = images.length / size;
  for (let row = 0; row < count; row++) {
    const hash = differenceHash(images.subarray(row * size, (row + 1) * size), form.side);
    const known = byHash.get(hash);
    if (known) known.push(row);
    else byHash.set(hash, [row]);
  }
  return [...byHash.values()].flatMap((rows) => (rows.length > 1 ? grouped(images, size, rows) : []));
}

/** Splits images of one hash into groups that are really alike. */
function grouped(images: Uint8Array, size: number, rows: readonly number[]): DuplicateGroup[] {
  const groups: { rows: number[]; exact: boolean }[] = [];
  for (const row of rows) {
    const group = groups.find(({ rows: [first] }) => difference(images, size, first!, row) < NEAR);
    if (!group) groups.push({ rows: [row], exact: true });
    else {
      group.exact &&= difference(images, size, group.rows[0]!, row) === 0;
      group.rows.push(row);
    }
  }
  return groups.filter((group) => group.rows.length > 1);
}

function difference(images: Uint8Array, size: number, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.abs(images[a * size + i]! - images[b * size + i]!);
  return sum / size;
}

/** One bit for each pair of neighbouring cells: whether the left one is darker. */
function differenceHash(image: Uint8Array, side: number): string {
  const cells = greyCells(image, side);
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

function greyCells(image: Uint8Array, side: number): Float64Array {
  const cells = new Float64Array(CELLS * CELLS);
  const plane = side * side;
  for (let i = 0; i < image.length; i++) {
    const p = i % plane;
    const y = Math.floor((Math.floor(p / side) * CELLS) / side);
    const x = Math.floor(((p % side) * CELLS) / side);
    cells[y * CELLS + x]! += image[i]!;
  }
  return cells;
}
