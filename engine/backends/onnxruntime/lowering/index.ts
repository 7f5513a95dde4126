import type { Attributes, AttributeValue, Graph, Node, Value } from '../../../tensor/graph.js';
import { type operators, type OpType, rewriteGraph } from '../../../tensor/operators/index.js';
import { NativeBuilder } from './operators.js';
import { lowerConv, lowerConvInputGrad, lowerConvWeightGrad } from './convolution.js';
import { lowerGemm } from './matmul.js';
import { lowerBatchNormTraining, lowerBatchNormTrainingGrad } from './normalization.js';
import { lowerMaxPool, lowerMaxPoolGrad } from './pooling.js';

/** Operators of the `layerloom` domain, which onnxruntime does not know. */
type OwnOp = Extract<(typeof operators)[number], { readonly domain: 'layerloom' }>['type'];

type Lowering = (b: NativeBuilder, node: Node) => void;

/** The lowering of each `layerloom` operator to onnxruntime's; a new operator without one does not compile. */
const REQUIRED: Readonly<Record<OwnOp, Lowering>> = {
  BatchNormTraining: lowerBatchNormTraining,
  BatchNormTrainingGrad: lowerBatchNormTrainingGrad,
  ConvInputGrad: lowerConvInputGrad,
  ConvWeightGrad: lowerConvWeightGrad,
  MaxPoolGrad: lowerMaxPoolGrad,
};

/** Required lowerings, and those of operators that onnxruntime runs faster in another form. */
const LOWERINGS: Readonly<Partial<Record<OpType, Lowering>>> = {
  ...REQUIRED,
  Conv: lowerConv,
  Gemm: lowerGemm,
  MaxPool: lowerMaxPool,
};

/**
 * Replaces every `layerloom` operator of a graph by operators of onnxruntime.
 * @param block channels in a block of onnxruntime's blocked layout on this processor; null to not use it
 */
export function lower(graph: Graph, block: number | null): Graph {
  const b = new NativeBuilder(graph, block);
  for (const node of graph.nodes) {
    const lowering = LOWERINGS[node.op as OpType];
    if (lowering) lowering(b, node);
    else b.add(node);
  }
  // `build` drops the reordering of images that are only used in the other layout.
  return b.build(graph.outputs);
}

/** Operators that move a window over images or lines. */
const WINDOWED: ReadonlySet<string> = new Set<OpType>([
  'AveragePool',
  'Conv',
  'ConvInputGrad',
  'ConvWeightGrad',
  'MaxPool',
  'MaxPoolGrad',
]);

/** Windows over lines `[B, C, L]` as windows over images of one row, for which there are lowerings. */
export function linesAsImages(graph: Graph): Graph {
  return rewriteGraph(graph, (b, node) => {
    const [out] = node.outputs;
    if (!WINDOWED.has(node.op) || out?.shape.length !== 3) {
      b.add(node);
      return;
    }
    const wide = (value: Value | null) =>
      value?.shape.length === 3 ? b.op('Reshape', [value, b.ints([0, 0, 1, -1])]) : value;
    const images = b.op(node.op, node.inputs.map(wide), widened(node.attributes));
    b.op('Reshape', [images, b.ints([0, 0, -1])], {}, out);
  });
}

/** The attributes of a window over columns, with those of a window over one row before them. */
function widened(attributes: Attributes): Attributes {
  const wide = (name: string, value: AttributeValue): AttributeValue => {
    if (typeof value !== 'object') return value;
    return name === 'pads' ? value.flatMap((pad) => [0, pad]) : [1, ...value];
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, wide(name, value)]));
}
