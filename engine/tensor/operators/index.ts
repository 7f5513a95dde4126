import { invariant } from '../../base/problem.js';
import { Builder, type Operator } from '../builder.js';
import type { Graph, Node } from '../graph.js';
import { elu, leakyRelu, logSoftmax, relu, sigmoid, softmax, softplus, tanh } from './activations.js';
import { conv, convInputGrad, convTranspose, convWeightGrad } from './convolution.js';
import {
  abs,
  add,
  clip,
  div,
  equal,
  erf,
  exp,
  floor,
  greater,
  less,
  log,
  mul,
  neg,
  sign,
  sqrt,
  sub,
  where,
} from './elementwise.js';
import { gemm, matMul } from './matmul.js';
import { cast, concat, expand, flatten, gather, oneHot, pad, reshape, slice, transpose } from './movement.js';
import { batchNormalization, batchNormTraining, batchNormTrainingGrad } from './normalization.js';
import { averagePool, maxPool, maxPoolGrad, resize } from './pooling.js';
import { argMax, reduceMean, reduceSum } from './reductions.js';

/** All operators, by family. To add one, declare it in its family and list it here. */
export const operators = [
  abs,
  add,
  clip,
  div,
  equal,
  erf,
  exp,
  floor,
  greater,
  less,
  log,
  mul,
  neg,
  sign,
  sqrt,
  sub,
  where,
  elu,
  leakyRelu,
  logSoftmax,
  relu,
  sigmoid,
  softmax,
  softplus,
  tanh,
  argMax,
  reduceMean,
  reduceSum,
  gemm,
  matMul,
  conv,
  convInputGrad,
  convTranspose,
  convWeightGrad,
  averagePool,
  maxPool,
  maxPoolGrad,
  resize,
  batchNormalization,
  batchNormTraining,
  batchNormTrainingGrad,
  cast,
  expand,
  flatten,
  gather,
  oneHot,
  reshape,
  transpose,
  concat,
  pad,
  slice,
] as const;

/** The name of an operator. */
export type OpType = (typeof operators)[number]['type'];

const BY_TYPE: ReadonlyMap<string, Operator> = new Map(
  operators.map((operator) => [operator.type, operator]),
);

/** The operator named `type`. Throws `unsupported-operator` when there is none. */
export function operatorOf(type: string): Operator {
  const operator = BY_TYPE.get(type);
  invariant(operator, `there is no operator "${type}" here`);
  return operator;
}

/** Creates a builder of an empty graph, with all operators available. */
export function createBuilder(): Builder {
  return new Builder(operatorOf);
}

/** Replaces each node of a graph by the nodes that `rewrite` adds; drops nodes that no output needs. */
export function rewriteGraph(graph: Graph, rewrite: (b: Builder, node: Node) => void): Graph {
  const b = new Builder(operatorOf, graph);
  for (const node of graph.nodes) rewrite(b, node);
  return b.build(graph.outputs);
}
