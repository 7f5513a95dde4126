import { invariant } from '../../base/problem.js';
import { formatShape, type Shape, staticDim, staticShape } from '../../base/shape.js';
import { type Attributes, list, number, type Value } from '../graph.js';
import { type Builder, defineOperator } from '../builder.js';
import { numel, tensor, type TensorOf } from '../tensor.js';
import { connect, type Connections, sweeps, swept, WINDOW_ATTRIBUTES } from './windows.js';

type Floats = Float32Array | Float64Array;

/** Attributes of Conv and of its two gradients. */
export const CONV_ATTRIBUTES = { ...WINDOW_ATTRIBUTES, group: { kind: 'int', default: 1 } } as const;

/** Planes that a convolution combines: image plane `x`, filter plane `w` and result plane `y`. */
interface Planes {
  readonly x: number;
  readonly w: number;
  readonly y: number;
}

/** Sizes of a convolution of images `[B, C, H, W]`, or of lines as images of one row, with filters `[O, C/group, kh, kw]`. */
interface ConvGeometry {
  readonly connections: Connections;
  /** Elements of one plane of the images, the filters and the results. */
  readonly plane: Planes;
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly group: number;
}

/** The geometry of a convolution from its shapes. */
function convGeometry(image: readonly number[], filters: number, attributes: Attributes): ConvGeometry {
  const [rows, columns] = sweeps(image, attributes);
  return {
    connections: connect([rows, columns]),
    plane: {
      x: rows.input * columns.input,
      w: rows.kernel * columns.kernel,
      y: rows.output * columns.output,
    },
    batch: image[0]!,
    channels: image[1]!,
    filters,
    group: number(attributes, 'group'),
  };
}

/** Calls `visit` for every combination of planes, with their start offsets. */
function eachPlaneTriple(geometry: ConvGeometry, visit: (at: Planes) => void): void {
  const { plane, batch, channels, filters, group } = geometry;
  const [perGroup, filtersPerGroup] = [channels / group, filters / group];
  for (let image = 0; image < batch; image++) {
    for (let filter = 0; filter < filters; filter++) {
      const first = Math.floor(filter / filtersPerGroup) * perGroup;
      for (let channel = 0; channel < perGroup; channel++) {
        visit({
          x: (image * channels + first + channel) * plane.x,
          w: (filter * perGroup + channel) * plane.w,
          y: (image * filters + filter) * plane.y,
        });
      }
    }
  }
}

/** Sums in double precision, so that the reference is as exact as its results' type allows. */
function accumulate(out: Floats, add: (sum: Float64Array) => void): void {
  const sum = new Float64Array(out.length);
  add(sum);
  out.set(sum);
}

/** The gradient of a bias `[C]`, from that of the images or lines to which it was added. */
function biasGradient(b: Builder, g: Value): Value {
  const positions = g.shape.slice(2).map((_, axis) => axis + 2);
  return b.op('ReduceSum', [g, b.ints([0, ...positions])], { keepdims: 0 });
}

/**
 * Cross-correlation of images `[B, C, H, W]` with filters `[O, C/group, kh, kw]`, plus a bias `[O]`; the same for
 * lines `[B, C, L]`.
 * https://onnx.ai/onnx/operators/onnx__Conv.html
 */
export const conv = defineOperator({
  type: 'Conv',
  domain: '',
  attributes: CONV_ATTRIBUTES,
  infer: ([x, w], attributes) => {
    invariant(x && w?.shape.length === x.shape.length, 'Conv takes images and filters');
    const group = number(attributes, 'group');
    invariant(
      x.shape[1] === staticDim(w.shape, 1) * group,
      `Conv: filters ${formatShape(w.shape)} in ${group} groups do not fit images ${formatShape(x.shape)}`,
    );
    return [{ dtype: x.dtype, shape: [x.shape[0]!, w.shape[0]!, ...swept(x.shape, attributes)] }];
  },
  gradient: (b, { inputs: [x, w, bias], attributes }, [g]) => {
    if (!g || !x || !w) return [null, null, null];
    const size = staticShape(x.shape.slice(2));
    return [
      b.op('ConvInputGrad', [g, w], { ...attributes, size }),
      b.op('ConvWeightGrad', [x, g], attributes),
      bias ? biasGradient(b, g) : null,
    ];
  },
  kernel: ([x, w, bias], attributes, { float, outputShapes: [shape] }) => {
    const [image, filter] = [x, w] as [TensorOf<'float32'>, TensorOf<'float32'>];
    const out = float(numel(shape!));
    const geometry = convGeometry(image.shape, shape![1]!, attributes);
    const { output, input, tap } = geometry.connections;
    accumulate(out, (sum) => {
      if (bias) for (let i = 0; i < sum.length; i++) sum[i] = biasAt(i);
      eachPlaneTriple(geometry, (at) => {
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

/** The gradient of Conv with respect to its images, whose lengths are `size`, from that of its result. */
export const convInputGrad = defineOperator({
  type: 'ConvInputGrad',
  domain: 'layerloom',
  attributes: { ...CONV_ATTRIBUTES, size: { kind: 'ints', default: [1, 1] } },
  infer: ([g, w], attributes) => {
    invariant(g && w, 'ConvInputGrad takes a gradient and filters');
    const [, perGroup] = staticShape(w.shape) as [number, number];
    const shape = [g.shape[0]!, perGroup * number(attributes, 'group'), ...list(attributes, 'size')];
    return [{ dtype: g.dtype, shape }];
  },
  kernel: ([g, w], attributes, { float, outputShapes: [shape] }) => {
    const [gradient, filter] = [g, w] as [TensorOf<'float32'>, TensorOf<'float32'>];
    const out = float(numel(shape!));
    const geometry = convGeometry(shape!, filter.shape[0]!, attributes);
    const { output, input, tap } = geometry.connections;
    accumulate(out, (sum) =>
      eachPlaneTriple(geometry, (at) => {
        for (let i = 0; i < tap.length; i++) {
          sum[at.x + input[i]!]! += gradient.data[at.y + output[i]!]! * filter.data[at.w + tap[i]!]!;
        }
      }),
    );
    return [tensor('float32', shape!, out)];
  },
});

/** The gradient of Conv with respect to its filters, from its images and the gradient of its result. */
export const convWeightGrad = defineOperator({
  type: 'ConvWeightGrad',
  domain: 'layerloom',
  attributes: CONV_ATTRIBUTES,
  infer: ([x, g], attributes) => {
    invariant(x && g, 'ConvWeightGrad takes images and a gradient');
    const perGroup = staticDim(x.shape, 1) / number(attributes, 'group');
    return [{ dtype: x.dtype, shape: [g.shape[1]!, perGroup, ...list(attributes, 'kernel_shape')] }];
  },
  kernel: ([x, g], attributes, { float, outputShapes: [shape] }) => {
    const [image, gradient] = [x, g] as [TensorOf<'float32'>, TensorOf<'float32'>];
    const out = float(numel(shape!));
    const geometry = convGeometry(image.shape, shape![0]!, attributes);
    const { output, input, tap } = geometry.connections;
    accumulate(out, (sum) =>
      eachPlaneTriple(geometry, (at) => {
        for (let i = 0; i < tap.length; i++) {
          sum[at.w + tap[i]!]! += image.data[at.x + input[i]!]! * gradient.data[at.y + output[i]!]!;
        }
      }),
    );
    return [tensor('float32', shape!, out)];
  },
});

/** The lengths of the output of a transposed convolution of images `[B, C, H, W]`. */
function transposedSize(image: Shape, attributes: Attributes): readonly number[] {
  const all = (name: string) => list(attributes, name);
  return [0, 1].map((axis) => {
    const reach = all('dilations')[axis]! * (all('kernel_shape')[axis]! - 1) + 1;
    const padding = all('pads')[axis]! + all('pads')[axis + 2]!;
    const steps = (staticDim(image, axis + 2) - 1) * all('strides')[axis]!;
    return steps + reach - padding + all('output_padding')[axis]!;
  });
}

/**
 * Applies the gradient of a Conv with filters `[C, O/group, kh, kw]` to images `[B, C, H, W]`, plus a bias `[O]`.
 * https://onnx.ai/onnx/operators/onnx__ConvTranspose.html
 */
export const convTranspose = defineOperator({
  type: 'ConvTranspose',
  domain: '',
  attributes: { ...CONV_ATTRIBUTES, output_padding: { kind: 'ints', default: [0, 0] } },
  infer: ([x, w], attributes) => {
    invariant(x?.shape.length === 4 && w, 'ConvTranspose takes images and filters');
    const channels = staticDim(w.shape, 1) * number(attributes, 'group');
    return [{ dtype: x.dtype, shape: [x.shape[0]!, channels, ...transposedSize(x.shape, attributes)] }];
  },
  gradient: (b, { inputs: [x, w, bias], attributes }, [g]) => {
    if (!g || !x || !w) return [null, null, null];
    const { output_padding: _, ...window } = attributes;
    return [
      b.op('Conv', [g, w], window),
      b.op('ConvWeightGrad', [g, x], window),
      bias ? biasGradient(b, g) : null,
    ];
  },
  kernel: ([x, w, bias], attributes, context) => {
    const [sum] = convInputGrad.kernel([x!, w!], attributes, context) as [TensorOf<'float32'>];
    const [, channels, ...size] = sum.shape as [number, number, number, number];
    if (bias) {
      for (let i = 0; i < sum.data.length; i++) {
        sum.data[i]! += Number(bias.data[Math.floor(i / numel(size)) % channels]);
      }
    }
    return [sum];
  },
});
