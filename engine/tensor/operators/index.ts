import { LoomError } from '../../base/errors.js';
import { Builder } from '../builder.js';
import type { Operator } from '../operator.js';
import { abs } from './abs.js';
import { add } from './add.js';
import { argMax } from './argMax.js';
import { averagePool } from './averagePool.js';
import { batchNormalization } from './batchNormalization.js';
import { batchNormTrainingGrad } from './batchNormTrainingGrad.js';
import { batchNormTraining } from './batchNormTraining.js';
import { cast } from './cast.js';
import { clip } from './clip.js';
import { conv } from './conv.js';
import { convInputGrad } from './convInputGrad.js';
import { convWeightGrad } from './convWeightGrad.js';
import { div } from './div.js';
import { elu } from './elu.js';
import { equal } from './equal.js';
import { erf } from './erf.js';
import { exp } from './exp.js';
import { expand } from './expand.js';
import { flatten } from './flatten.js';
import { gather } from './gather.js';
import { gemm } from './gemm.js';
import { greater } from './greater.js';
import { leakyRelu } from './leakyRelu.js';
import { less } from './less.js';
import { logSoftmax } from './logSoftmax.js';
import { matMul } from './matMul.js';
import { maxPool } from './maxPool.js';
import { maxPoolGrad } from './maxPoolGrad.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { oneHot } from './oneHot.js';
import { reduceMean } from './reduceMean.js';
import { reduceSum } from './reduceSum.js';
import { relu } from './relu.js';
import { reshape } from './reshape.js';
import { sigmoid } from './sigmoid.js';
import { sign } from './sign.js';
import { softmax } from './softmax.js';
import { softplus } from './softplus.js';
import { sqrt } from './sqrt.js';
import { sub } from './sub.js';
import { tanh } from './tanh.js';
import { transpose } from './transpose.js';
import { where } from './where.js';

/** Every operator there is. A new one is one file and one line here. */
export const operators = [
  abs,
  add,
  argMax,
  averagePool,
  batchNormalization,
  batchNormTrainingGrad,
  batchNormTraining,
  cast,
  clip,
  conv,
  convInputGrad,
  convWeightGrad,
  div,
  elu,
  equal,
  erf,
  exp,
  expand,
  flatten,
  gather,
  gemm,
  greater,
  leakyRelu,
  less,
  logSoftmax,
  matMul,
  maxPool,
  maxPoolGrad,
  mul,
  neg,
  oneHot,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  sigmoid,
  sign,
  softmax,
  softplus,
  sqrt,
  sub,
  tanh,
  transpose,
  where,
] as const;

/** The name of an operator. */
export type OpType = (typeof operators)[number]['type'];

const BY_TYPE: ReadonlyMap<string, Operator> = new Map(
  operators.map((operator) => [operator.type, operator]),
);

/** The operator named `type`. Throws `unsupported-operator` when there is none. */
export function operatorOf(type: string): Operator {
  const operator = BY_TYPE.get(type);
  if (!operator) throw new LoomError('unsupported-operator', `there is no operator "${type}" here`);
  return operator;
}

/** An empty graph to build in, with all operators at hand. */
export function createBuilder(): Builder {
  return new Builder(operatorOf);
}
