import { describe, expect, it } from 'vitest';
import type { Builder } from '../builder.js';
import type { Value } from '../graph.js';
import { float32 } from '../tensor.js';
import { gradcheck, wave64 } from '../../testing/numbers.js';
import { operators, type OpType } from './index.js';

interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly forward: (b: Builder, x: readonly Value[]) => Value;
}

const of = (op: string, shapes: Case['shapes'], attributes = {}): Case => ({
  shapes,
  forward: (b, x) => b.op(op, x, attributes),
});
const broadcasts = (op: string): Case[] => [
  of(op, [
    [2, 3],
    [2, 3],
  ]),
  of(op, [[2, 3], [3]]),
  of(op, [
    [2, 1, 3],
    [4, 1],
  ]),
  of(op, [[], [2]]),
];
const reductions = (op: string): Case[] => [
  { shapes: [[2, 3, 2]], forward: (b, [x]) => b.op(op, [x!, b.ints([1])], { keepdims: 0 }) },
  { shapes: [[2, 3, 2]], forward: (b, [x]) => b.op(op, [x!, b.ints([0, -1])], { keepdims: 1 }) },
  { shapes: [[2, 3]], forward: (b, [x]) => b.op(op, [x!], { keepdims: 0 }) },
];
const positive = (op: string): Case[] => [
  { shapes: [[3, 2]], forward: (b, [x]) => b.op(op, [b.op('Exp', [x!])]) },
];

/** Operators without a gradient, and the reason. */
const NO_GRADIENT = {
  ArgMax: 'gives positions',
  Cast: 'changes the element type',
  BatchNormTrainingGrad: 'is a gradient itself',
  ConvInputGrad: 'is a gradient itself',
  ConvWeightGrad: 'is a gradient itself',
  MaxPoolGrad: 'is a gradient itself',
  Equal: 'gives bool',
  Floor: 'is constant almost everywhere',
  Gather: 'fetches data',
  Greater: 'gives bool',
  Less: 'gives bool',
  OneHot: 'takes class numbers',
  Sign: 'is constant almost everywhere',
} satisfies Partial<Record<OpType, string>>;

/** All other operators, with shapes that cover their edge cases. A new operator without cases does not compile. */
const CASES: Readonly<Record<Exclude<OpType, keyof typeof NO_GRADIENT>, readonly Case[]>> = {
  Abs: [of('Abs', [[2, 3]])],
  Add: broadcasts('Add'),
  AveragePool: [
    of('AveragePool', [[2, 2, 7]], { kernel_shape: [3], strides: [2], pads: [1, 1] }),
    of('AveragePool', [[2, 2, 4, 5]], { kernel_shape: [2, 3], strides: [1, 2], pads: [1, 0, 1, 1] }),
    of('AveragePool', [[1, 1, 3, 3]], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }),
  ],
  BatchNormalization: [
    {
      shapes: [[2, 3, 2], [3], [3]],
      forward: (b, [x, scale, bias]) => {
        const [mean, variance] = [float32([3], [0.1, -0.2, 0.3]), float32([3], [0.5, 1, 2])];
        return b.op('BatchNormalization', [x!, scale!, bias!, b.constant(mean), b.constant(variance)]);
      },
    },
  ],
  BatchNormTraining: [
    of('BatchNormTraining', [[3, 2, 2], [2], [2]]),
    of('BatchNormTraining', [[4, 3], [3], [3]], { epsilon: 0.1 }),
  ],
  Clip: [{ shapes: [[5]], forward: (b, [x]) => b.op('Clip', [x!, b.scalar(-0.5), b.scalar(0.5)]) }],
  Concat: [
    of(
      'Concat',
      [
        [2, 3],
        [2, 1],
        [2, 2],
      ],
      { axis: 1 },
    ),
  ],
  ConvTranspose: [
    of('ConvTranspose', [[2, 4, 3, 2], [4, 2, 3, 2], [4]], {
      kernel_shape: [3, 2],
      strides: [2, 1],
      pads: [1, 0, 1, 0],
      dilations: [1, 2],
      output_padding: [1, 0],
      group: 2,
    }),
  ],
  Conv: [
    of('Conv', [[2, 2, 5], [3, 2, 2], [3]], {
      kernel_shape: [2],
      strides: [2],
      pads: [1, 0],
      dilations: [2],
    }),
    of('Conv', [[2, 2, 4, 3], [3, 2, 2, 3], [3]], { kernel_shape: [2, 3], pads: [1, 1, 0, 1] }),
    of(
      'Conv',
      [
        [1, 4, 5, 5],
        [2, 2, 2, 2],
      ],
      { kernel_shape: [2, 2], strides: [2, 1], dilations: [1, 2], group: 2 },
    ),
  ],
  Div: [{ shapes: [[2, 3], [3]], forward: (b, [x, y]) => b.op('Div', [x!, b.op('Exp', [y!])]) }],
  Elu: [of('Elu', [[2, 3]], { alpha: 0.7 })],
  Erf: [{ shapes: [[2, 4]], forward: (b, [x]) => b.op('Erf', [b.op('Mul', [x!, b.scalar(3)])]) }],
  Exp: [of('Exp', [[2, 3]])],
  Log: [{ shapes: [[2, 3]], forward: (b, [x]) => b.op('Log', [b.op('Exp', [x!])]) }],
  Expand: [{ shapes: [[2, 1]], forward: (b, [x]) => b.op('Expand', [x!, b.ints([3, 2, 4])]) }],
  Flatten: [of('Flatten', [[2, 3, 2]])],
  Gemm: [
    of('Gemm', [
      [2, 3],
      [3, 4],
    ]),
    of('Gemm', [[2, 3], [4, 3], [4]], { transB: 1 }),
    of(
      'Gemm',
      [
        [3, 2],
        [3, 4],
        [2, 1],
      ],
      { transA: 1, alpha: 0.5, beta: 2 },
    ),
    of('Gemm', [[3, 1], [2, 3], []], { transA: 1, transB: 1 }),
  ],
  LeakyRelu: [of('LeakyRelu', [[2, 3]], { alpha: 0.1 })],
  LogSoftmax: [of('LogSoftmax', [[2, 4]], { axis: 1 }), of('LogSoftmax', [[2, 3, 2]], { axis: 1 })],
  MatMul: [
    of('MatMul', [
      [2, 3, 4],
      [4, 2],
    ]),
  ],
  MaxPool: [
    of('MaxPool', [[2, 2, 7]], { kernel_shape: [3], strides: [2], pads: [1, 1], dilations: [1] }),
    of('MaxPool', [[2, 2, 4, 5]], { kernel_shape: [2, 3], strides: [1, 2], pads: [1, 0, 0, 1] }),
    of('MaxPool', [[1, 2, 4, 4]], { kernel_shape: [2, 2], strides: [2, 2] }),
  ],
  Mul: broadcasts('Mul'),
  Neg: [of('Neg', [[3]])],
  Pad: ['constant', 'reflect', 'edge'].map((mode) => ({
    shapes: [[2, 4, 3]],
    forward: (b, [x]) => b.op('Pad', [x!, b.ints([0, 3, 1, 0, 2, 0])], { mode }),
  })),
  ReduceMean: reductions('ReduceMean'),
  ReduceSum: reductions('ReduceSum'),
  Relu: [of('Relu', [[2, 3]])],
  Reshape: [{ shapes: [[2, 6]], forward: (b, [x]) => b.op('Reshape', [x!, b.ints([0, -1, 2])]) }],
  Resize: [
    { mode: 'nearest', coordinate_transformation_mode: 'asymmetric' },
    { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' },
    { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
  ].map((attributes) => ({
    shapes: [[2, 1, 3, 2]],
    forward: (b, [x]) => b.op('Resize', [x!, null, b.floats([1, 1, 2, 3])], attributes),
  })),
  Sigmoid: [of('Sigmoid', [[2, 3]])],
  Slice: [
    {
      shapes: [[2, 5, 3]],
      forward: (b, [x]) =>
        b.op('Slice', [x!, b.ints([1, -2]), b.ints([4, 9]), b.ints([1, 2]), b.ints([1, 1])]),
    },
  ],
  Softmax: [of('Softmax', [[2, 4]], { axis: 1 }), of('Softmax', [[2, 3, 2]], { axis: 1 })],
  Softplus: [of('Softplus', [[2, 3]])],
  Sqrt: positive('Sqrt'),
  Sub: broadcasts('Sub'),
  Tanh: [of('Tanh', [[2, 3]])],
  Transpose: [of('Transpose', [[2, 3, 4]], { perm: [2, 0, 1] })],
  Where: [{ shapes: [[4], [4]], forward: (b, [x, y]) => b.op('Where', [b.op('Greater', [x!, y!]), x!, y!]) }],
};

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  it.each(cases.map((one, i) => [i, one] as const))(
    'has gradients that match finite differences, case %i',
    (_i, { shapes, forward }) => {
      gradcheck(
        shapes.map((shape, i) => wave64(shape, 1, i)),
        forward,
      );
    },
  );
});

it('covers every operator', () => {
  const covered = [...Object.keys(CASES), ...Object.keys(NO_GRADIENT)].sort();
  expect(covered).toEqual(operators.map(({ type }) => type).sort());
});
