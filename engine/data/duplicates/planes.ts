/**
 * Reduces a plane `[side, side]` to the means of `cells × cells` parts; a smaller plane repeats its pixels.
 * Writes into `into`, `[cells, cells]`.
 */
export function shrink(plane: ArrayLike<number>, side: number, cells: number, into: Float32Array): void {
  for (let y = 0; y < cells; y++) {
    const [top, bottom] = part(y, side, cells);
    for (let x = 0; x < cells; x++) {
      const [left, right] = part(x, side, cells);
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let at = row * side + left; at < row * side + right; at++) sum += plane[at]!;
      }
      into[y * cells + x] = sum / ((bottom - top) * (right - left));
    }
  }
}

function part(cell: number, side: number, cells: number): readonly [number, number] {
  const from = Math.floor((cell * side) / cells);
  return [from, Math.max(Math.floor(((cell + 1) * side) / cells), from + 1)];
}

/** Mirrors planes `[count, side, side]` left to right, into `into`. */
export function mirror<T extends Uint8Array | Float32Array>(planes: T, side: number, into: T): T {
  for (let row = 0; row < planes.length; row += side) {
    for (let x = 0; x < side; x++) into[row + x] = planes[row + side - 1 - x]!;
  }
  return into;
}
