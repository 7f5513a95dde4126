import type { Builder } from '../graph/builder.js';
import type { Value } from '../graph/graph.js';
import { ONNX_TYPE } from '../graph/onnxType.js';

/** Lets `gradient` through where `condition` holds, else zero. */
export function masked(b: Builder, gradient: Value, condition: Value): Value {
  return b.op('Mul', [gradient, b.op('Cast', [condition], { to: ONNX_TYPE.float32 })]);
}
