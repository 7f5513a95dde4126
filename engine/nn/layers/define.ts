import type { Fields, ParamsOf, SavedParams } from '../../base/fields.js';
import { type Fix, type LayerPlace, type Problem, problem } from '../../base/problem.js';
import type { Shape } from '../../base/shape.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/** Groups of the palette; each has its own hue throughout the app. */
export type LayerCategory =
  'linear' | 'convolution' | 'pooling' | 'normalization' | 'activation' | 'regularization' | 'shape';

/** One layer of a Sequential: `name` is its key in the OrderedDict, `id` survives renames. */
export interface LayerSpec {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly params: SavedParams;
}

/**
 * The kinds of a model's outputs: raw scores, or probabilities of classes that sum to 1, their logarithms, or a
 * `probability` of its own in each output.
 */
export type Scores = 'logits' | 'log_probabilities' | 'probabilities' | 'probability';

/** A learnable tensor of a layer, as `named_parameters()` would list it. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** PyTorch's default initialization; `fanIn` is the number of inputs to each output. */
  readonly init:
    | { readonly kind: 'kaiming_uniform' | 'uniform'; readonly fanIn: number }
    | { readonly kind: 'zeros' | 'ones' }
    | { readonly kind: 'constant'; readonly value: number };
}

/** A tensor that training updates but the optimizer does not, such as a running mean. */
export interface BufferSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: 'zeros' | 'ones';
}

/** Context of a layer's forward pass. */
export interface ForwardContext {
  readonly layer: LayerPlace;
  readonly b: Builder;
  /** Dropout and batch normalization behave differently while training. */
  readonly training: boolean;
  /** The layer's parameter or buffer named `name`. */
  readonly tensor: (name: string) => Value;
  /** Sets the new value of the buffer named `name` after this step. */
  readonly update: (name: string, value: Value) => void;
  /** Ones with probability `keep`, else zeros, drawn at each step from the run's generator. */
  readonly bernoulli: (shape: readonly number[], keep: number) => Value;
}

/** One kind of layer: everything that the palette, validation, the engine, ONNX and the PyTorch code need. */
export interface LayerDefinition<F extends Fields = Fields> {
  /** PyTorch's class name in `torch.nn`. */
  readonly type: string;
  readonly category: LayerCategory;
  /** One sentence for the palette. */
  readonly summary: string;
  readonly params: F;
  /** The problem of an input, with the batch axis first, that does not fit; omitted if all inputs fit. */
  check?(params: ParamsOf<F>, input: Shape, layer: LayerPlace): Problem | null;
  /** A warning about settings that fit but rarely do what people mean; omitted if there is none. */
  advice?(params: ParamsOf<F>, input: Shape, layer: LayerPlace): Problem | null;
  /** Output shape from the shape of an input that fits, both with the batch axis first. */
  infer(params: ParamsOf<F>, input: Shape): Shape;
  parameters(params: ParamsOf<F>): readonly ParameterSpec[];
  buffers?(params: ParamsOf<F>): readonly BufferSpec[];
  forward(context: ForwardContext, x: Value, params: ParamsOf<F>): Value;
  /** Elementwise and nondecreasing, so that it can be swapped with a max pool. */
  monotone?(params: ParamsOf<F>): boolean;
  /** Outputs a selection of its inputs, based only on their order: it can be swapped with monotone layers. */
  readonly picks?: true;
  /** The output of a model that ends in this layer; logits if omitted. */
  readonly scores?: Scores;
  /** The logits that its scores stand for, from its input; the input itself if omitted. */
  readonly logits?: (b: Builder, x: Value) => Value;
  /** Number of positions of one sample to which each parameter is applied, for multiply-adds; 1 if omitted. */
  places?(output: Shape): number;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a layer, keeping the types of its name and fields. */
export function defineLayer<const T extends string, F extends Fields>(
  layer: LayerDefinition<F> & { readonly type: T },
): LayerDefinition<F> & { readonly type: T } {
  return layer;
}

/** The `parameters` of layers without any. */
export const NO_PARAMETERS = (): readonly ParameterSpec[] => [];

/** The problem of an input axis whose length differs from `param`; the fix sets the right value. */
export function sizeProblem(
  layer: LayerPlace,
  input: Shape,
  axis: number,
  param: string,
  found: number,
): Problem | null {
  const expected = input.at(axis)!;
  if (expected === found) return null;
  const value = typeof expected === 'number' ? expected : null;
  return problem(
    'bad-shape/size',
    { param, found, expected, input },
    { where: layer, fixes: value === null ? [] : [{ kind: 'set-param', layerId: layer.id, param, value }] },
  );
}

/** The problem of an input whose rank, batch included, is not in `ranks`; `layout` describes the expected shapes. */
export function rankProblem(
  layer: LayerPlace,
  input: Shape,
  ranks: readonly number[],
  layout: string,
  fixes: readonly Fix[] = [],
): Problem | null {
  if (ranks.includes(input.length)) return null;
  return problem('bad-shape/rank', { layout, input }, { where: layer, fixes });
}

/** The problem of a setting that refers to an axis that the input does not have. */
export function axisProblem(layer: LayerPlace, input: Shape, param: string, axis: number): Problem | null {
  const rank = input.length;
  if (axis >= -rank && axis < rank) return null;
  return problem('bad-shape/no-axis', { param, axis, rank }, { where: layer });
}

/** A vector along one axis of `x`, with as many axes as `x`: OpenCV aligns shorter shapes from the left. */
export const alongAxis = (b: Builder, vector: Value, x: Value, axis: number): Value =>
  b.op('Reshape', [vector, b.ints(x.shape.map((_, i) => (i === axis ? Number(vector.shape[0]) : 1)))]);
