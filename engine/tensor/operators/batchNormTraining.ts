import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { staticDim } from '../../base/shape.js';
import { tensor, type TensorOf } from '../tensor.js';
import { number } from './attributes.js';
import { channelAt, channelMeans } from './channels.js';

/**
 * Batch normalisation by the batch's own statistics: `(x − mean) / √(var + epsilon) · scale + bias` for each
 * channel (axis 1). Gives the result, the means and the biased variances; the statistics have no gradient, as
 * in PyTorch. Ioffe and Szegedy, https://arxiv.org/abs/1502.03167.
 */
export const batchNormTraining = defineOperator({
  type: 'BatchNormTraining',
  domain: 'layerloom',
  attributes: { epsilon: { kind: 'float', default: 1e-5 } },
  infer: ([x]) => {
    if (!x) throw new LoomError('internal', 'BatchNormTraining needs an input');
    const statistics = { dtype: x.dtype, shape: [staticDim(x.shape, 1)] };
    return [{ dtype: x.dtype, shape: x.shape }, statistics, statistics];
  },
  gradient: (b, { inputs: [x, scale], outputs: [, mean, variance], attributes }, [g]) =>
    g && x && scale && mean && variance
      ? b.node('BatchNormTrainingGrad', [x, scale, mean, variance, g], attributes)
      : [null, null, null],
  kernel: (inputs, attributes, { float }) => {
    const [x, scale, bias] = inputs as TensorOf<'float32'>[];
    const channel = channelAt(x!.shape);
    const mean = channelMeans(x!, (i) => x!.data[i]!);
    const variance = channelMeans(x!, (i) => (x!.data[i]! - mean[channel(i)]!) ** 2);
    const y = float(x!.data.length);
    for (let i = 0; i < y.length; i++) {
      const c = channel(i);
      const std = Math.sqrt(variance[c]! + number(attributes, 'epsilon'));
      y[i] = ((x!.data[i]! - mean[c]!) / std) * scale!.data[c]! + bias!.data[c]!;
    }
    const statistics = (values: Float64Array) => {
      const out = float(values.length);
      out.set(values);
      return tensor('float32', [values.length], out);
    };
    return [tensor('float32', x!.shape, y), statistics(mean), statistics(variance)];
  },
});
