import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { staticDim } from '../../base/shape.js';
import { tensor, type TensorOf } from '../tensor.js';
import { list, number } from './attributes.js';
import { accumulate, CONV_ATTRIBUTES, convGeometry, eachMeeting } from './convolution.js';

/** The gradient of Conv with respect to its filters, from its images and the gradient of its result. */
export const convWeightGrad = defineOperator({
  type: 'ConvWeightGrad',
  domain: 'layerloom',
  attributes: CONV_ATTRIBUTES,
  infer: ([x, g], attributes) => {
    if (!x || !g) throw new LoomError('internal', 'ConvWeightGrad takes images and a gradient');
    const perGroup = staticDim(x.shape, 1) / number(attributes, 'group');
    return [{ dtype: x.dtype, shape: [g.shape[1]!, perGroup, ...list(attributes, 'kernel_shape')] }];
  },
  kernel: ([x, g], attributes, { float, outputShapes: [shape] }) => {
    const [image, gradient] = [x, g] as [TensorOf<'float32'>, TensorOf<'float32'>];
    const out = float(shape!.reduce((product, dim) => product * dim, 1));
    const geometry = convGeometry(image.shape, shape![0]!, attributes);
    const { output, input, tap } = geometry.connections;
    accumulate(out, (sum) =>
      eachMeeting(geometry, (at) => {
        for (let i = 0; i < tap.length; i++) {
          sum[at.w + tap[i]!]! += image.data[at.x + input[i]!]! * gradient.data[at.y + output[i]!]!;
        }
      }),
    );
    return [tensor('float32', shape!, out)];
  },
});
