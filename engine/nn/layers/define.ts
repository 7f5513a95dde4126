import type { LayerPlace, Problem } from '../../base/problem.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import type { Shape } from '../../base/shape.js';
import type { Fields, ParamsOf, SavedParams } from '../../base/fields.js';

/** Groups of the palette; each has one hue everywhere. */
export type LayerCategory =
  'linear' | 'convolution' | 'pooling' | 'normalization' | 'activation' | 'regularization' | 'shape';

/** One layer of a Sequential: `name` is its key in the OrderedDict, `id` stays through renames. */
export interface LayerSpec {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly params: SavedParams;
}

/** What a classifier's output can be. */
export type Scores = 'logits' | 'log_probabilities' | 'probabilities';

/** A learnable tensor of a layer, as `named_parameters()` would list it. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** PyTorch's default initialisation; `fanIn` is the number of inputs to each output. */
  readonly init:
    | { readonly kind: 'kaiming_uniform' | 'uniform'; readonly fanIn: number }
    | { readonly kind: 'zeros' | 'ones' };
}

/** A tensor that training updates but the optimizer does not, such as a running mean. */
export interface BufferSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: 'zeros' | 'ones';
}

/** What a layer's forward pass may use. */
export interface ForwardContext {
  readonly layer: LayerPlace;
  readonly b: Builder;
  /** Dropout and batch normalisation act differently while training. */
  readonly training: boolean;
  /** The layer's parameter or buffer named `name`. */
  readonly tensor: (name: string) => Value;
  /** Gives the buffer named `name` a new value after this step. */
  readonly update: (name: string, value: Value) => void;
  /** Ones with probability `keep`, else zeros, drawn anew at each step from the run's generator. */
  readonly bernoulli: (shape: readonly number[], keep: number) => Value;
}

/** One kind of layer: all that the palette, the checks, the engine, ONNX and the PyTorch code need. */
export interface LayerDefinition<F extends Fields = Fields> {
  /** PyTorch's class name in `torch.nn`. */
  readonly type: string;
  readonly category: LayerCategory;
  /** One sentence for the palette. */
  readonly summary: string;
  readonly params: F;
  /** The reason why an input, with the batch axis first, does not fit; none where left out. */
  check?(params: ParamsOf<F>, input: Shape, layer: LayerPlace): Problem | null;
  /** Output shape from the shape of an input that fits, both with the batch axis first. */
  infer(params: ParamsOf<F>, input: Shape): Shape;
  parameters(params: ParamsOf<F>): readonly ParameterSpec[];
  buffers?(params: ParamsOf<F>): readonly BufferSpec[];
  forward(context: ForwardContext, x: Value, params: ParamsOf<F>): Value;
  /** Works element by element and never gives less for more, so that it can change places with a max pool. */
  monotone?(params: ParamsOf<F>): boolean;
  /** Gives some of its inputs, picked by their order alone: it can change places with what is monotone. */
  readonly picks?: true;
  /** What a classifier gives that ends in this layer; logits where left out. */
  readonly scores?: Scores;
  /** At how many places of one sample each parameter is used; at one where left out. Multiply-adds follow. */
  places?(output: Shape): number;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a layer, keeping the types of its name and fields. */
export function defineLayer<const T extends string, F extends Fields>(
  layer: LayerDefinition<F> & { readonly type: T },
): LayerDefinition<F> & { readonly type: T } {
  return layer;
}

/** Layers that have no parameters share this. */
export const NO_PARAMETERS = (): readonly ParameterSpec[] => [];
