import { liveNodes, type Constant, type Graph, type Node, type Value } from '../../../tensor/graph.js';
import type { operators } from '../../../tensor/operators/index.js';
import { type OpType } from '../../../tensor/operators/index.js';
import { lowerBatchNormTraining, lowerBatchNormTrainingGrad } from './batchNorm.js';
import { lowerConv } from './conv.js';
import { lowerConvInputGrad } from './convInputGrad.js';
import { lowerConvWeightGrad } from './convWeightGrad.js';
import { Emitter } from './emitter.js';
import { lowerGemm } from './gemm.js';
import { lowerMaxPool } from './maxPool.js';
import { lowerMaxPoolGrad } from './maxPoolGrad.js';

/** The operators of our own domain, which onnxruntime does not know. */
type OwnOp = Extract<(typeof operators)[number], { readonly domain: 'layerloom' }>['type'];

type Lowering = (e: Emitter, node: Node) => void;

/** How each operator of our own is done with onnxruntime's; a new one without a lowering does not compile. */
const LOWERINGS: Readonly<Record<OwnOp, Lowering>> = {
  BatchNormTraining: lowerBatchNormTraining,
  BatchNormTrainingGrad: lowerBatchNormTrainingGrad,
  ConvInputGrad: lowerConvInputGrad,
  ConvWeightGrad: lowerConvWeightGrad,
  MaxPoolGrad: lowerMaxPoolGrad,
};

/** Operators that onnxruntime has, but faster in another form. */
const TABLE: Readonly<Partial<Record<OpType, Lowering>>> = {
  ...LOWERINGS,
  Conv: lowerConv,
  Gemm: lowerGemm,
  MaxPool: lowerMaxPool,
};

/** The graph with every operator of our own replaced by operators of onnxruntime. */
export function lower(graph: Graph, block: number | null): Graph {
  const target = {
    block,
    constants: new Set(graph.constants.map(({ value }) => value)),
    blocked: new Map<Value, Value>(),
  };
  const constants: Constant[] = [...graph.constants];
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    const lowering = TABLE[node.op as OpType];
    if (!lowering) return [node];
    const emitter = new Emitter(`.${node.outputs[0]!.name}`, target);
    lowering(emitter, node);
    constants.push(...emitter.constants);
    return emitter.nodes;
  });
  // Images that are only used in the other layout need not be turned into this one.
  return { ...graph, constants, nodes: liveNodes(nodes, graph.outputs) };
}
