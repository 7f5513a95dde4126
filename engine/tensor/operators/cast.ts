import { defineOperator } from '../operator.js';
import { dtypeOf, ONNX_TYPE } from '../onnx/onnxType.js';
import { tensor, toNumbers, type Storage, type Tensor } from '../tensor.js';
import type { Attributes } from '../graph.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';

function target(attributes: Attributes): keyof Storage {
  const dtype = dtypeOf(number(attributes, 'to'));
  if (!dtype)
    throw new LoomError('unsupported-operator', `Cast to type ${number(attributes, 'to')} is not supported`);
  return dtype;
}

const CONVERT: {
  readonly [T in keyof Storage]: (
    values: readonly number[],
    float: (n: number) => Storage['float32'],
  ) => Storage[T];
} = {
  float32: (values, float) => {
    const out = float(values.length);
    out.set(values);
    return out;
  },
  int64: (values) => BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))),
  int32: (values) => Int32Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  bool: (values) => Uint8Array.from(values, (value) => Number(value !== 0)),
};

/** Same numbers in another element type; `to` is ONNX's number of the type. */
export const cast = defineOperator({
  type: 'Cast',
  domain: '',
  attributes: { to: { kind: 'int', default: ONNX_TYPE.float32 } },
  infer: ([x], attributes) => {
    if (!x) throw new LoomError('internal', 'Cast needs an input');
    return [{ dtype: target(attributes), shape: x.shape }];
  },
  gradient: () => [null],
  kernel: ([x], attributes, { float }): Tensor[] => {
    const dtype = target(attributes);
    return [tensor(dtype, x!.shape, CONVERT[dtype](toNumbers(x!), float))];
  },
});
