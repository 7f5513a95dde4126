import { type Mt19937, uniform } from '../random/torch.js';
import { numel } from '../tensor/tensor.js';
import type { ParameterSpec } from './layers/define.js';

/** Computes the initial values of a parameter; `fanIn` is the number of inputs to each output. */
export type Initializer = (gen: Mt19937, shape: readonly number[], fanIn: number) => Float32Array;

/** The slope that PyTorch passes to `kaiming_uniform_` for weights: `a = √5`. */
const SLOPE = Math.sqrt(5);

/**
 * PyTorch's default for weights of Linear and Conv: `kaiming_uniform_(a=√5)`, uniform in ±1/√fanIn up
 * to rounding, which follows torch/nn/init.py. He et al., https://arxiv.org/abs/1502.01852.
 */
const kaimingUniformA5: Initializer = (gen, shape, fanIn) => {
  const gain = Math.sqrt(2 / (1 + SLOPE * SLOPE));
  const std = gain / Math.sqrt(fanIn);
  return uniformWithin(gen, shape, Math.sqrt(3) * std);
};

/** PyTorch's default for biases of Linear and Conv: uniform in ±1/√fanIn. */
const uniformFanIn: Initializer = (gen, shape, fanIn) => uniformWithin(gen, shape, 1 / Math.sqrt(fanIn));

const INITIALIZERS: Readonly<Record<Exclude<ParameterSpec['init']['kind'], 'constant'>, Initializer>> = {
  kaiming_uniform: kaimingUniformA5,
  uniform: uniformFanIn,
  zeros: (_gen, shape) => new Float32Array(numel(shape)),
  ones: (_gen, shape) => new Float32Array(numel(shape)).fill(1),
};

/** Initializes a parameter. Call it in the order of PyTorch's constructors: each call draws from `gen`. */
export function initialize(
  gen: Mt19937,
  { shape, init }: Pick<ParameterSpec, 'shape' | 'init'>,
): Float32Array {
  if (init.kind === 'constant') return new Float32Array(numel(shape)).fill(init.value);
  return INITIALIZERS[init.kind](gen, shape, 'fanIn' in init ? init.fanIn : 0);
}

function uniformWithin(gen: Mt19937, shape: readonly number[], bound: number): Float32Array {
  return uniform(gen, new Float32Array(numel(shape)), -bound, bound);
}
