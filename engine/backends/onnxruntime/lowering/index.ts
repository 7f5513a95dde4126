import type { Graph, Node } from '../../../tensor/graph.js';
import type { operators, OpType } from '../../../tensor/operators/index.js';
import { NativeBuilder } from './builder.js';
import { lowerConv, lowerConvInputGrad, lowerConvWeightGrad } from './convolution.js';
import { lowerGemm } from './matmul.js';
import { lowerBatchNormTraining, lowerBatchNormTrainingGrad } from './normalization.js';
import { lowerMaxPool, lowerMaxPoolGrad } from './pooling.js';

/** The operators of our own domain, which onnxruntime does not know. */
type OwnOp = Extract<(typeof operators)[number], { readonly domain: 'layerloom' }>['type'];

type Lowering = (b: NativeBuilder, node: Node) => void;

/** How each operator of our own is done with onnxruntime's; a new one without a lowering does not compile. */
const REQUIRED: Readonly<Record<OwnOp, Lowering>> = {
  BatchNormTraining: lowerBatchNormTraining,
  BatchNormTrainingGrad: lowerBatchNormTrainingGrad,
  ConvInputGrad: lowerConvInputGrad,
  ConvWeightGrad: lowerConvWeightGrad,
  MaxPoolGrad: lowerMaxPoolGrad,
};

/** The same, and operators that onnxruntime has, but faster in another form. */
const LOWERINGS: Readonly<Partial<Record<OpType, Lowering>>> = {
  ...REQUIRED,
  Conv: lowerConv,
  Gemm: lowerGemm,
  MaxPool: lowerMaxPool,
};

/**
 * The graph with every operator of our own replaced by operators of onnxruntime.
 * @param block channels in a block of onnxruntime's blocked layout on this processor; null where it is not used
 */
export function lower(graph: Graph, block: number | null): Graph {
  const b = new NativeBuilder(graph, block);
  for (const node of graph.nodes) {
    const lowering = LOWERINGS[node.op as OpType];
    if (lowering) lowering(b, node);
    else b.add(node);
  }
  // Images that are only used in the other layout need no reordering: `build` drops it.
  return b.build(graph.outputs);
}
