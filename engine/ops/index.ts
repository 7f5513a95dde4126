import { LoomError } from '../errors.js';
import { Builder } from '../graph/builder.js';
import type { Operator } from '../graph/operator.js';
import { add } from './add.js';
import { div } from './div.js';
import { exp } from './exp.js';
import { gemm } from './gemm.js';
import { logSoftmax } from './logSoftmax.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { reduceMean } from './reduceMean.js';
import { reduceSum } from './reduceSum.js';
import { reshape } from './reshape.js';
import { sub } from './sub.js';
import { tanh } from './tanh.js';

/** Every operator there is. A new one is one file and one line here. */
export const operators = [
  add,
  div,
  exp,
  gemm,
  logSoftmax,
  mul,
  neg,
  reduceMean,
  reduceSum,
  reshape,
  sub,
  tanh,
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
