import { invariant } from './problem.js';

/** The length of an axis, or its name where the length is open until the graph runs (`'batch'`). */
export type Dim = number | string;

/** Lengths of all axes, outermost first. */
export type Shape = readonly Dim[];

/** The name of the open batch axis in every model. */
export const BATCH = 'batch';

/** Formats a shape as PyTorch users write it: `[B, 3, 32, 32]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.map((dim) => (dim === BATCH ? 'B' : String(dim))).join(', ')}]`;
}

/** The length of axis `axis` (negative counts from the end). Throws when it is open or missing. */
export function staticDim(shape: Shape, axis: number): number {
  const dim = shape.at(axis);
  invariant(typeof dim === 'number', `axis ${axis} of ${formatShape(shape)} has no fixed length`);
  return dim;
}

/** The shape with all lengths known. Throws when an axis is open. */
export function staticShape(shape: Shape): number[] {
  return shape.map((_, axis) => staticDim(shape, axis));
}

/** Product of the lengths from `from` to `to` (exclusive). Throws when one of them is open. */
export function dimProduct(shape: Shape, from = 0, to = shape.length): number {
  return staticShape(shape.slice(from, to)).reduce((product, dim) => product * dim, 1);
}

/** True if two shapes are equal, axis by axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** Maps a negative axis to its position. Throws when it is outside the shape. */
export function normalizeAxis(axis: number, rank: number): number {
  const position = axis < 0 ? axis + rank : axis;
  invariant(
    Number.isInteger(position) && position >= 0 && position < rank,
    `axis ${axis} does not exist in a tensor of ${rank} dimensions`,
  );
  return position;
}

/** Broadcasts two shapes by NumPy's rules. Throws when they are incompatible. */
export function broadcastShapes(a: Shape, b: Shape): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    if (left === right || right === 1) return left;
    invariant(left === 1, `shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast together`);
    return right;
  });
}
