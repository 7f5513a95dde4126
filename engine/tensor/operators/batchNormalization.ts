import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { tensor, type TensorOf } from '../tensor.js';
import { number } from './attributes.js';

/**
 * `(x − mean) / √(var + epsilon) · scale + bias` for each channel (axis 1), with given statistics: what
 * batch normalisation does once a model is trained. While training, BatchNorm is made of simpler operators.
 * https://onnx.ai/onnx/operators/onnx__BatchNormalization.html
 */
export const batchNormalization = defineOperator({
  type: 'BatchNormalization',
  domain: '',
  attributes: { epsilon: { kind: 'float', default: 1e-5 } },
  infer: ([x]) => {
    if (!x) throw new LoomError('internal', 'BatchNormalization needs an input');
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  gradient: (b, { inputs: [x, scale, bias, mean, variance], attributes }, [g]) => {
    if (!g || !x || !scale || !bias || !mean || !variance) return [null, null, null, null, null];
    const channel = b.ints([1, -1, ...x.shape.slice(2).map(() => 1)]);
    const others = b.ints(x.shape.map((_, axis) => axis).filter((axis) => axis !== 1));
    const spread = (value: typeof x) => b.op('Reshape', [value, channel]);
    const sum = (value: typeof x) => b.op('ReduceSum', [value, others], { keepdims: 0 });
    const std = b.op('Sqrt', [b.op('Add', [variance, b.scalar(number(attributes, 'epsilon'))])]);
    const normal = b.op('Div', [b.op('Sub', [x, spread(mean)]), spread(std)]);
    return [
      b.op('Mul', [g, spread(b.op('Div', [scale, std]))]),
      sum(b.op('Mul', [g, normal])),
      sum(g),
      null,
      null,
    ];
  },
  kernel: (inputs, attributes, { float }) => {
    const [x, scale, bias, mean, variance] = inputs as TensorOf<'float32'>[];
    const channels = x!.shape[1]!;
    const plane = x!.shape.slice(2).reduce((product, dim) => product * dim, 1);
    const out = float(x!.data.length);
    for (let i = 0; i < out.length; i++) {
      const c = Math.floor(i / plane) % channels;
      const std = Math.sqrt(variance!.data[c]! + number(attributes, 'epsilon'));
      out[i] = ((x!.data[i]! - mean!.data[c]!) / std) * scale!.data[c]! + bias!.data[c]!;
    }
    return [tensor('float32', x!.shape, out)];
  },
});
