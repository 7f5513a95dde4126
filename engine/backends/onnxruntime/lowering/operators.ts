import { invariant } from '../../../base/problem.js';
import { broadcastShapes, sameShape, staticDim } from '../../../base/shape.js';
import type { InferInput, OperatorDeclaration } from '../../../tensor/builder.js';
import { list, number, type TensorType } from '../../../tensor/graph.js';
import { CONV_ATTRIBUTES, conv } from '../../../tensor/operators/convolution.js';
import { operatorOf } from '../../../tensor/operators/index.js';
import { maxPool } from '../../../tensor/operators/pooling.js';
import { WINDOW_ATTRIBUTES } from '../../../tensor/operators/windows.js';
import { toNumbers } from '../../../tensor/tensor.js';

/** The numbers of an input that must be a constant: axes, lengths, pads. */
function constantNumbers(input: InferInput | null | undefined): number[] {
  invariant(input?.constant, 'a shape depends on an input that is no constant');
  return toNumbers(input.constant);
}

const sameAsFirst: OperatorDeclaration['infer'] = ([x]) => [typeOf(x)];

const typeOf = (input: InferInput | null | undefined): TensorType => {
  invariant(input, 'an operator of onnxruntime lacks an input');
  return { dtype: input.dtype, shape: input.shape };
};

const MICROSOFT = 'com.microsoft';
const BLOCKED = 'com.microsoft.nchwc';

/** Operators of onnxruntime that only lowerings use, not models. */
const declarations: readonly OperatorDeclaration[] = [
  {
    // With training_mode 1: the result, then the running mean and variance.
    type: 'BatchNormalizationTraining',
    onnxType: 'BatchNormalization',
    domain: '',
    attributes: {
      epsilon: { kind: 'float', default: 1e-5 },
      momentum: { kind: 'float', default: 0.9 },
      training_mode: { kind: 'int', default: 1 },
    },
    infer: ([x, , , mean, variance]) => [typeOf(x), typeOf(mean), typeOf(variance)],
  },
  {
    // Convolves images in either layout with blocked filters to blocked images. Shapes are those of the plain layout.
    type: 'BlockedConv',
    onnxType: 'Conv',
    domain: BLOCKED,
    attributes: CONV_ATTRIBUTES,
    infer: conv.infer,
  },
  {
    type: 'BlockedMaxPool',
    onnxType: 'MaxPool',
    domain: BLOCKED,
    attributes: WINDOW_ATTRIBUTES,
    infer: maxPool.infer,
  },
  {
    type: 'Concat',
    domain: '',
    attributes: { axis: { kind: 'int', default: 0 } },
    infer: (parts, attributes) => {
      const { dtype, shape } = typeOf(parts[0]);
      const axis = number(attributes, 'axis');
      const length = parts.reduce((sum, part) => sum + staticDim(part!.shape, axis), 0);
      return [{ dtype, shape: shape.map((dim, i) => (i === axis ? length : dim)) }];
    },
  },
  {
    type: 'ConstantOfShape',
    domain: '',
    attributes: {},
    infer: ([shape]) => [{ dtype: 'float32', shape: constantNumbers(shape) }],
  },
  {
    type: 'ConvTranspose',
    domain: '',
    attributes: { ...CONV_ATTRIBUTES, output_padding: { kind: 'ints', default: [0, 0] } },
    infer: ([x, w], attributes) => {
      const { dtype, shape } = typeOf(x);
      const [strides, pads, dilations, kernel, extra] = [
        'strides',
        'pads',
        'dilations',
        'kernel_shape',
        'output_padding',
      ].map((name) => list(attributes, name)) as [number[], number[], number[], number[], number[]];
      const size = [0, 1].map(
        (axis) =>
          (staticDim(shape, axis + 2) - 1) * strides[axis]! +
          dilations[axis]! * (kernel[axis]! - 1) +
          1 +
          extra[axis]! -
          pads[axis]! -
          pads[axis + 2]!,
      );
      const channels = staticDim(w!.shape, 1) * number(attributes, 'group');
      return [{ dtype, shape: [shape[0]!, channels, ...size] }];
    },
  },
  {
    // A batch of matrix products, with either factor optionally transposed.
    type: 'FusedMatMul',
    domain: MICROSOFT,
    attributes: { transA: { kind: 'int', default: 0 }, transB: { kind: 'int', default: 0 } },
    infer: ([a, b], attributes) => {
      const [left, right] = [typeOf(a), typeOf(b)];
      const inner = (shape: TensorType['shape'], last: boolean) => shape.at(last ? -1 : -2)!;
      const [transA, transB] = [number(attributes, 'transA') === 1, number(attributes, 'transB') === 1];
      invariant(
        inner(left.shape, !transA) === inner(right.shape, transB),
        'FusedMatMul: the matrices do not multiply',
      );
      const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
      return [
        { dtype: left.dtype, shape: [...batch, inner(left.shape, transA), inner(right.shape, !transB)] },
      ];
    },
  },
  {
    // The largest element of each window and its index in the flat input; the first on ties.
    type: 'MaxPoolWithIndices',
    onnxType: 'MaxPool',
    domain: '',
    attributes: WINDOW_ATTRIBUTES,
    infer: (inputs, attributes) => {
      const [pooled] = maxPool.infer(inputs, attributes);
      return [pooled!, { dtype: 'int64', shape: pooled!.shape }];
    },
  },
  {
    type: 'MaxUnpool',
    domain: '',
    attributes: { kernel_shape: WINDOW_ATTRIBUTES.kernel_shape },
    infer: ([x, , shape]) => [{ dtype: typeOf(x).dtype, shape: constantNumbers(shape) }],
  },
  {
    type: 'Pad',
    domain: '',
    attributes: {},
    infer: ([x, pads]) => {
      const { dtype, shape } = typeOf(x);
      const widths = constantNumbers(pads);
      const padded = (dim: number | string, axis: number) => {
        const added = widths[axis]! + widths[axis + shape.length]!;
        return added === 0 ? dim : Number(dim) + added;
      };
      return [{ dtype, shape: shape.map(padded) }];
    },
  },
  { type: 'ReorderInput', domain: BLOCKED, attributes: {}, infer: sameAsFirst },
  {
    type: 'ReorderOutput',
    domain: BLOCKED,
    attributes: { channels: { kind: 'int', default: null } },
    infer: sameAsFirst,
  },
  {
    type: 'ScatterElements',
    domain: '',
    attributes: { axis: { kind: 'int', default: 0 }, reduction: { kind: 'string', default: 'none' } },
    infer: sameAsFirst,
  },
  {
    type: 'Slice',
    domain: '',
    attributes: {},
    infer: ([x, ...bounds]) => {
      const { dtype, shape } = typeOf(x);
      const [starts, ends, axes, steps] = bounds.map(constantNumbers) as [
        number[],
        number[],
        number[],
        number[],
      ];
      const lengths = new Map(
        axes.map((axis, i) => [axis, sliceLength(staticDim(shape, axis), starts[i]!, ends[i]!, steps[i]!)]),
      );
      return [{ dtype, shape: shape.map((dim, axis) => lengths.get(axis) ?? dim) }];
    },
  },
  {
    type: 'Sum',
    domain: '',
    attributes: {},
    infer: (terms) => {
      const type = typeOf(terms[0]);
      invariant(
        terms.every((term) => sameShape(typeOf(term).shape, type.shape)),
        'Sum adds values of one shape',
      );
      return [type];
    },
  },
];

/** Length of a slice of an axis by ONNX's rules: negative bounds count from the end, then are clamped. */
function sliceLength(length: number, start: number, end: number, step: number): number {
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamped = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, lowest), highest);
  return Math.max(0, Math.ceil((clamped(end) - clamped(start)) / step));
}

/** Domains of the operators above. */
export const NATIVE_DOMAINS = [MICROSOFT, BLOCKED] as const;

const BY_TYPE: ReadonlyMap<string, OperatorDeclaration> = new Map(
  declarations.map((declaration) => [declaration.type, declaration]),
);

/** An operator of a lowered graph: one of onnxruntime's or of the models'. */
export function nativeOperatorOf(type: string): OperatorDeclaration {
  return BY_TYPE.get(type) ?? operatorOf(type);
}
