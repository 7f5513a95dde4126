import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/** A vector along one axis of `x`, with as many axes as `x`: OpenCV aligns shorter shapes from the left. */
export const alongAxis = (b: Builder, vector: Value, x: Value, axis: number): Value =>
  b.op('Reshape', [vector, b.ints(x.shape.map((_, i) => (i === axis ? Number(vector.shape[0]) : 1)))]);
