import type { Builder } from '../builder.js';
import type { Value } from '../graph.js';
import { float32 } from '../tensor.js';

/** Rows of numbers, all of one length. */
export type Matrix = readonly (readonly number[])[];

/** `left · image · rightᵀ` for every plane of images `[B, C, H, W]`: the result is `[B, C, left, right]`. */
export function applyOnImages(b: Builder, images: Value, left: Matrix, right: Matrix): Value {
  const turn = (x: Value) => b.op('Transpose', [x], { perm: [0, 1, 3, 2] });
  const wide = b.op('MatMul', [images, held(b, transposed(right))]);
  return turn(b.op('MatMul', [turn(wide), held(b, transposed(left))]));
}

/** Rows become columns. */
export function transposed(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

function held(b: Builder, matrix: Matrix): Value {
  return b.constant(float32([matrix.length, matrix[0]!.length], matrix.flat()));
}
