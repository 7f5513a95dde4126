/** Planes `[count, side, side]` with left and right exchanged, into `into`. */
export function mirror<T extends Uint8Array | Float32Array>(planes: T, side: number, into: T): T {
  for (let row = 0; row < planes.length; row += side) {
    for (let x = 0; x < side; x++) into[row + x] = planes[row + side - 1 - x]!;
  }
  return into;
}
