import type { Constant, Graph, Node } from '../../../graph/graph.js';
import { operators, type OpType } from '../../../ops/index.js';
import { lowerConvInputGrad } from './convInputGrad.js';
import { lowerConvWeightGrad } from './convWeightGrad.js';
import { Emitter } from './emitter.js';
import { lowerMaxPoolGrad } from './maxPoolGrad.js';

/** The operators of our own domain, which onnxruntime does not know. */
type OwnOp = Extract<(typeof operators)[number], { readonly domain: 'layerloom' }>['type'];

type Lowering = (e: Emitter, node: Node) => void;

/** How each operator of our own is done with onnxruntime's; a new one without a lowering does not compile. */
const LOWERINGS: Readonly<Record<OwnOp, Lowering>> = {
  ConvInputGrad: lowerConvInputGrad,
  ConvWeightGrad: lowerConvWeightGrad,
  MaxPoolGrad: lowerMaxPoolGrad,
};

const TABLE: Readonly<Partial<Record<OpType, Lowering>>> = LOWERINGS;

/** The graph with every operator of our own replaced by operators of onnxruntime. */
export function lower(graph: Graph): Graph {
  const constants: Constant[] = [...graph.constants];
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    const lowering = TABLE[node.op as OpType];
    if (!lowering) return [node];
    const emitter = new Emitter(`.${node.outputs[0]!.name}`);
    lowering(emitter, node);
    constants.push(...emitter.constants);
    return emitter.nodes;
  });
  return { ...graph, constants, nodes };
}
