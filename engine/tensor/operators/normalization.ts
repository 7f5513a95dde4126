import { invariant } from '../../base/problem.js';
import { staticDim } from '../../base/shape.js';
import { number } from '../graph.js';
import { defineOperator } from '../builder.js';
import { numel, tensor, type TensorOf } from '../tensor.js';

/** Finds the channel (axis 1) of an element by its position. */
function channelAt(shape: readonly number[]): (position: number) => number {
  const channels = shape[1]!;
  const plane = numel(shape.slice(2));
  return (position) => Math.floor(position / plane) % channels;
}

/** The mean of `value(position)` over the positions of each channel of `x`. */
function channelMeans(x: TensorOf<'float32'>, value: (position: number) => number): Float64Array {
  const channel = channelAt(x.shape);
  const sums = new Float64Array(x.shape[1]!);
  for (let i = 0; i < x.data.length; i++) sums[channel(i)]! += value(i);
  return sums.map((sum) => sum / (x.data.length / sums.length));
}

/**
 * `(x − mean) / √(var + epsilon) · scale + bias` for each channel (axis 1), with given statistics:
 * batch normalization in evaluation mode. Training uses BatchNormTraining.
 * https://onnx.ai/onnx/operators/onnx__BatchNormalization.html
 */
export const batchNormalization = defineOperator({
  type: 'BatchNormalization',
  domain: '',
  attributes: { epsilon: { kind: 'float', default: 1e-5 } },
  infer: ([x]) => {
    invariant(x, 'BatchNormalization needs an input');
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
    const plane = numel(x!.shape.slice(2));
    const out = float(x!.data.length);
    for (let i = 0; i < out.length; i++) {
      const c = Math.floor(i / plane) % channels;
      const std = Math.sqrt(variance!.data[c]! + number(attributes, 'epsilon'));
      out[i] = ((x!.data[i]! - mean!.data[c]!) / std) * scale!.data[c]! + bias!.data[c]!;
    }
    return [tensor('float32', x!.shape, out)];
  },
});

/**
 * Batch normalization with the batch's own statistics: `(x − mean) / √(var + epsilon) · scale + bias` for each
 * channel (axis 1). Returns the result, the means and the biased variances; the statistics have no gradient, as
 * in PyTorch. Ioffe and Szegedy, https://arxiv.org/abs/1502.03167.
 */
export const batchNormTraining = defineOperator({
  type: 'BatchNormTraining',
  domain: 'layerloom',
  attributes: { epsilon: { kind: 'float', default: 1e-5 } },
  infer: ([x]) => {
    invariant(x, 'BatchNormTraining needs an input');
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

/** The gradients of BatchNormTraining with respect to its input, scale and bias. */
export const batchNormTrainingGrad = defineOperator({
  type: 'BatchNormTrainingGrad',
  domain: 'layerloom',
  attributes: { epsilon: { kind: 'float', default: 1e-5 } },
  infer: ([x, scale]) => {
    invariant(x && scale, 'BatchNormTrainingGrad needs an input and a scale');
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
