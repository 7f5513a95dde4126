import { evaluate } from '../backends/reference.js';
import { initialize } from '../nn/init.js';
import type { LayerDefinition } from '../nn/layers/define.js';
import { catalog } from '../nn/layers/index.js';
import { bindModel } from '../nn/model/bind.js';
import { forwardModel } from '../nn/model/forward.js';
import type { SavedParams } from '../base/fields.js';
import { Mt19937 } from '../random/torch.js';
import { gradients } from '../tensor/autodiff.js';
import { createBuilder } from '../tensor/operators/index.js';
import { tensor, toNumbers } from '../tensor/tensor.js';

/** Activations that map each number by itself, in the catalog's order. The others normalize along an axis. */
export const elementwiseActivations: readonly LayerDefinition[] = catalog.filter(
  ({ category, params }) => category === 'activation' && !('dim' in params),
);

/** A layer with values of its parameters; initial values for those left out. */
export interface SmallLayer {
  readonly type: string;
  readonly params?: SavedParams;
  readonly tensors?: Readonly<Record<string, readonly number[]>>;
}

/** The outputs of a chain of layers for one value after another, and their slopes. */
export interface Outputs {
  readonly values: readonly number[];
  /** The derivative of each output with respect to its own inputs, summed. */
  readonly slopes: readonly number[];
}

const doubles = (length: number) => new Float64Array(length);

/**
 * Computes a chain of layers in double precision with the operators' own kernels and gradient rules.
 * @param width the number of values in a sample
 */
export function computeLayers(layers: readonly SmallLayer[], inputs: readonly number[], width = 1): Outputs {
  const specs = layers.map(({ type, params = {} }, i) => ({ id: `${i}`, name: `${i}`, type, params }));
  const model = bindModel(specs, [inputs.length / width, width]);
  const b = createBuilder();
  const generator = Mt19937.fromSeed(0);
  const tensors = model.layers.flatMap(({ parameters }, i) =>
    parameters.map((parameter) => {
      const values = layers[i]!.tensors?.[parameter.name] ?? initialize(generator, parameter);
      return [
        parameter.path,
        b.constant(tensor('float32', parameter.shape, Float64Array.from(values))),
      ] as const;
    }),
  );
  const x = tensor('float32', [inputs.length / width, width], Float64Array.from(inputs));
  const input = b.input('x', 'float32', x.shape);
  const { output } = forwardModel(b, model, input, { training: false, tensors: new Map(tensors) });
  const [slope] = gradients(b, b.op('ReduceSum', [output], { keepdims: 0 }), [input]);
  const found = evaluate(b.build([output, slope!]), { x }, doubles);
  return { values: toNumbers(found[output.name]!), slopes: toNumbers(found[slope!.name]!) };
}

/** One number in, one number out: `o = f(w·x + b)`. */
export interface Neuron {
  readonly weight: number;
  readonly bias: number;
  /** The type of its activation; Identity for none. */
  readonly activation: string;
}

/** A neuron's outputs for one input after another. */
export const computeNeuron = ({ weight, bias, activation }: Neuron, inputs: readonly number[]): Outputs =>
  computeLayers(
    [
      { type: 'Linear', params: { out_features: 1 }, tensors: { weight: [weight], bias: [bias] } },
      { type: activation },
    ],
    inputs,
  );

/** The bounds of an activation, and where its output depends on its input. */
export interface ActivationRange {
  /** The least and the greatest output; infinite where there is none. */
  readonly min: number;
  readonly max: number;
  /** Inputs between which the output changes with them; beyond, the activation is saturated. */
  readonly sensitive: readonly [from: number, to: number];
}

/** An activation is saturated where its output is bounded and its slope less than this share of its greatest. */
const SATURATED = 0.05;

/** Slopes are compared on a grid up to here. */
const REACH = 10;
const STEPS_PER_UNIT = 50;
/** Divisions of a step of the grid until an edge is found, each into so many parts. */
const REFINEMENTS = 3;
const REFINED = 1000;
const GRID = Array.from({ length: 2 * REACH * STEPS_PER_UNIT + 1 }, (_, i) => i / STEPS_PER_UNIT - REACH);

/** The bounds of an activation's outputs, and the inputs between which it is sensitive. */
export function activationRange(type: string, params: SavedParams = {}): ActivationRange {
  const { values, slopes } = computeLayers([{ type, params }], GRID);
  const [left, right] = [-1, 1].map((side) => farOut({ type, params }, side)) as [number, number];
  const least = Math.max(...slopes.map(Math.abs)) * SATURATED;
  const steep = GRID.filter((_, i) => Math.abs(slopes[i]!) >= least);
  const edge = (inside: number, side: number) => {
    let [from, step] = [inside, side / STEPS_PER_UNIT];
    for (let i = 0; i < REFINEMENTS; i++) {
      step /= REFINED;
      const points = Array.from({ length: REFINED }, (_, k) => from + (k + 1) * step);
      const { slopes } = computeLayers([{ type, params }], points);
      const flat = slopes.findIndex((slope) => Math.abs(slope) < least);
      from += (flat < 0 ? REFINED - 1 : flat) * step;
    }
    return from;
  };
  return {
    min: Math.min(...values, left, right),
    max: Math.max(...values, left, right),
    sensitive: [
      Number.isFinite(left) ? edge(steep[0]!, -1) : -Infinity,
      Number.isFinite(right) ? edge(steep.at(-1)!, 1) : Infinity,
    ],
  };
}

/** The output far out on one side; infinite if it still changes there. */
function farOut(layer: SmallLayer, side: number): number {
  const [near, far] = computeLayers([layer], [side * 10 * REACH, side * 20 * REACH]).values as [
    number,
    number,
  ];
  return Math.abs(far - near) > 0.1 ? Math.sign(far) * Infinity : far;
}

/** Softmax of some numbers, with every step of its formula. */
export interface SoftmaxSteps {
  readonly exponentials: readonly number[];
  readonly sum: number;
  readonly softmax: readonly number[];
  readonly logSoftmax: readonly number[];
}

/** The steps of a softmax, each computed by the engine. */
export function softmaxSteps(numbers: readonly number[]): SoftmaxSteps {
  const b = createBuilder();
  const x = tensor('float32', [numbers.length], Float64Array.from(numbers));
  const exponentials = b.op('Exp', [b.input('x', 'float32', x.shape)]);
  const sum = b.op('ReduceSum', [exponentials], { keepdims: 0 });
  const found = evaluate(b.build([exponentials, sum]), { x }, doubles);
  const layer = (type: string) =>
    computeLayers([{ type, params: { dim: 1 } }], numbers, numbers.length).values;
  return {
    exponentials: toNumbers(found[exponentials.name]!),
    sum: toNumbers(found[sum.name]!)[0]!,
    softmax: layer('Softmax'),
    logSoftmax: layer('LogSoftmax'),
  };
}
