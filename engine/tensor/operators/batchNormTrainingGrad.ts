import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { tensor, type TensorOf } from '../tensor.js';
import { number } from './attributes.js';
import { channelAt, channelMeans } from './channels.js';

/** The gradients of BatchNormTraining with respect to its input, scale and bias. */
export const batchNormTrainingGrad = defineOperator({
  type: 'BatchNormTrainingGrad',
  domain: 'layerloom',
  attributes: { epsilon: { kind: 'float', default: 1e-5 } },
  infer: ([x, scale]) => {
    if (!x || !scale) throw new LoomError('internal', 'BatchNormTrainingGrad needs an input and a scale');
    const perChannel = { dtype: x.dtype, shape: scale.shape };
    return [{ dtype: x.dtype, shape: x.shape }, perChannel, perChannel];
  },
  kernel: (inputs, attributes, { float }) => {
    const [x, scale, mean, variance, g] = inputs as TensorOf<'float32'>[];
    const channel = channelAt(x!.shape);
    const channels = scale!.data.length;
    const std = Array.from(variance!.data, (v) => Math.sqrt(v + number(attributes, 'epsilon')));
    const normal = (i: number) => (x!.data[i]! - mean!.data[channel(i)]!) / std[channel(i)]!;
    const meanG = channelMeans(x!, (i) => g!.data[i]!);
    const meanGx = channelMeans(x!, (i) => g!.data[i]! * normal(i));
    const dx = float(x!.data.length);
    for (let i = 0; i < dx.length; i++) {
      const c = channel(i);
      dx[i] = (scale!.data[c]! / std[c]!) * (g!.data[i]! - meanG[c]! - normal(i) * meanGx[c]!);
    }
    const sums = (means: Float64Array) => {
      const out = float(channels);
      for (let c = 0; c < channels; c++) out[c] = means[c]! * (x!.data.length / channels);
      return tensor('float32', [channels], out);
    };
    return [tensor('float32', x!.shape, dx), sums(meanGx), sums(meanG)];
  },
});
