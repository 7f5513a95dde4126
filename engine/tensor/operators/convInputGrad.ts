import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { staticShape } from '../../base/shape.js';
import { tensor, type TensorOf } from '../tensor.js';
import { list, number } from './attributes.js';
import { accumulate, CONV_ATTRIBUTES, convGeometry, eachMeeting } from './convolution.js';

/** The gradient of Conv with respect to its images, of height and width `size`, from that of its result. */
export const convInputGrad = defineOperator({
  type: 'ConvInputGrad',
  domain: 'layerloom',
  attributes: { ...CONV_ATTRIBUTES, size: { kind: 'ints', default: [1, 1] } },
  infer: ([g, w], attributes) => {
    if (!g || !w) throw new LoomError('internal', 'ConvInputGrad takes a gradient and filters');
    const [, perGroup] = staticShape(w.shape) as [number, number];
    const shape = [g.shape[0]!, perGroup * number(attributes, 'group'), ...list(attributes, 'size')];
    return [{ dtype: g.dtype, shape }];
  },
  kernel: ([g, w], attributes, { float, outputShapes: [shape] }) => {
    const [gradient, filter] = [g, w] as [TensorOf<'float32'>, TensorOf<'float32'>];
    const out = float(shape!.reduce((product, dim) => product * dim, 1));
    const geometry = convGeometry(shape!, filter.shape[0]!, attributes);
    const { output, input, tap } = geometry.connections;
    accumulate(out, (sum) =>
      eachMeeting(geometry, (at) => {
        for (let i = 0; i < tap.length; i++) {
          sum[at.x + input[i]!]! += gradient.data[at.y + output[i]!]! * filter.data[at.w + tap[i]!]!;
        }
      }),
    );
    return [tensor('float32', shape!, out)];
  },
});
