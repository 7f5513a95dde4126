type Floats = Float32Array | Float64Array;

/** Sizes of a matrix product: `A'` is m×k, `B'` is k×n. */
export interface MatrixSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transA: boolean;
  readonly transB: boolean;
}

/** `out = A' · B'`, accumulated in double precision; offsets select one matrix of a batch. */
export function multiply(
  a: Floats,
  b: Floats,
  out: Floats,
  sizes: MatrixSizes,
  at = { a: 0, b: 0, out: 0 },
): void {
  const { m, n, k, transA, transB } = sizes;
  const [rowA, colA] = transA ? [1, m] : [k, 1];
  const [rowB, colB] = transB ? [1, k] : [n, 1];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[at.a + i * rowA + p * colA]! * b[at.b + p * rowB + j * colB]!;
      out[at.out + i * n + j] = sum;
    }
  }
}
