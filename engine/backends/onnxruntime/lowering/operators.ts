import { invariant } from '../../../base/problem.js';
import { broadcastShapes, sameShape } from '../../../base/shape.js';
import { Builder, type InferInput, type OperatorDeclaration } from '../../../tensor/builder.js';
import { type Graph, number, type TensorType, type Value } from '../../../tensor/graph.js';
import { conv, CONV_ATTRIBUTES } from '../../../tensor/operators/convolution.js';
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
    type: 'ConstantOfShape',
    domain: '',
    attributes: {},
    infer: ([shape]) => [{ dtype: 'float32', shape: constantNumbers(shape) }],
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

/** Domains of the operators above. */
export const NATIVE_DOMAINS = [MICROSOFT, BLOCKED] as const;

const BY_TYPE: ReadonlyMap<string, OperatorDeclaration> = new Map(
  declarations.map((declaration) => [declaration.type, declaration]),
);

/** An operator of a lowered graph: one of onnxruntime's or of the models'. */
export function nativeOperatorOf(type: string): OperatorDeclaration {
  return BY_TYPE.get(type) ?? operatorOf(type);
}

/**
 * Rewrites a graph with onnxruntime's operators. Supports onnxruntime's blocked layout (`nchwc`, channels in
 * blocks) and tracks which images are in it.
 */
export class NativeBuilder extends Builder {
  private readonly blockedImages = new Map<Value, Value>();

  /** @param block channels in a block on this processor; null where the layout is not used */
  constructor(
    source: Graph,
    readonly block: number | null,
  ) {
    super(nativeOperatorOf, source);
  }

  /** True if `channels` is a multiple of the block size. */
  fillBlocks(channels: number): boolean {
    return this.block !== null && channels % this.block === 0;
  }

  /** Images in the blocked layout: directly from the operator that produced them, or reordered once. */
  blocked(x: Value): Value {
    const known = this.blockedImages.get(x);
    if (known) return known;
    const blocked = this.op('ReorderInput', [x]);
    this.blockedImages.set(x, blocked);
    return blocked;
  }

  /** Images in the plain layout from blocked ones; operators that can use the blocked ones will find them. */
  unblocked(blocked: Value, result?: Value): Value {
    const plain = this.op('ReorderOutput', [blocked], { channels: Number(blocked.shape[1]) }, result);
    this.blockedImages.set(plain, blocked);
    return plain;
  }

  /** The same elements in another shape. */
  reshape(x: Value, shape: readonly number[], result?: Value): Value {
    return this.op('Reshape', [x, this.ints(shape)], {}, result);
  }

  /** Every `step`-th element from `start` up to `end` (exclusive) along some axes. */
  slice(
    x: Value,
    axes: readonly number[],
    range: {
      readonly start: readonly number[];
      readonly end: readonly number[];
      readonly step: readonly number[];
    },
  ): Value {
    return this.op('Slice', [
      x,
      ...[range.start, range.end, axes, range.step].map((numbers) => this.ints(numbers)),
    ]);
  }

  /** The part from `start` up to `end` (exclusive) of the first axis. */
  rows(x: Value, start: number, end: number): Value {
    if (start === 0 && end === x.shape[0]) return x;
    return this.slice(x, [0], { start: [start], end: [end], step: [1] });
  }
}
