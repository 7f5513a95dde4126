import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { formatShape, staticDim } from '../../base/shape.js';
import { tensor, type TensorOf } from '../tensor.js';
import { number } from './attributes.js';
import { accumulate, CONV_ATTRIBUTES, convGeometry, eachMeeting } from './convolution.js';
import { sweeps } from './window.js';

/**
 * Cross-correlation of images `[B, C, H, W]` with filters `[O, C/group, kh, kw]`, plus a bias `[O]`.
 * https://onnx.ai/onnx/operators/onnx__Conv.html
 */
export const conv = defineOperator({
  type: 'Conv',
  domain: '',
  attributes: CONV_ATTRIBUTES,
  infer: ([x, w], attributes) => {
    if (!x || w?.shape.length !== 4) throw new LoomError('bad-shape', 'Conv takes images and filters');
    const [rows, columns] = sweeps(x.shape, attributes);
    const group = number(attributes, 'group');
    if (x.shape[1] !== staticDim(w.shape, 1) * group) {
      throw new LoomError(
        'bad-shape',
        `Conv: filters ${formatShape(w.shape)} in ${group} groups do not fit images ${formatShape(x.shape)}`,
      );
    }
    return [{ dtype: x.dtype, shape: [x.shape[0]!, w.shape[0]!, rows.output, columns.output] }];
  },
  gradient: (b, { inputs: [x, w, bias], attributes }, [g]) => {
    if (!g || !x || !w) return [null, null, null];
    const size = [staticDim(x.shape, 2), staticDim(x.shape, 3)];
    return [
      b.op('ConvInputGrad', [g, w], { ...attributes, size }),
      b.op('ConvWeightGrad', [x, g], attributes),
      bias ? b.op('ReduceSum', [g, b.ints([0, 2, 3])], { keepdims: 0 }) : null,
    ];
  },
  kernel: ([x, w, bias], attributes, { float, outputShapes: [shape] }) => {
    const [image, filter] = [x, w] as [TensorOf<'float32'>, TensorOf<'float32'>];
    const out = float(shape!.reduce((product, dim) => product * dim, 1));
    const geometry = convGeometry(image.shape, shape![1]!, attributes);
    const { output, input, tap } = geometry.connections;
    accumulate(out, (sum) => {
      if (bias) for (let i = 0; i < sum.length; i++) sum[i] = biasAt(i);
      eachMeeting(geometry, (at) => {
        for (let i = 0; i < tap.length; i++) {
          sum[at.y + output[i]!]! += image.data[at.x + input[i]!]! * filter.data[at.w + tap[i]!]!;
        }
      });
    });
    return [tensor('float32', shape!, out)];

    function biasAt(position: number): number {
      return Number(bias!.data[Math.floor(position / geometry.plane.y) % geometry.filters]);
    }
  },
});
