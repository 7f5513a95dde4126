import type { Builder } from '../builder.js';
import type { Value } from '../graph.js';
import { ONNX_TYPE } from '../onnx/onnxType.js';

/** Lets `gradient` through where `condition` holds, else zero. */
export function masked(b: Builder, gradient: Value, condition: Value): Value {
  return b.op('Mul', [gradient, b.op('Cast', [condition], { to: ONNX_TYPE.float32 })]);
}
