import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import type { LossDefinition } from '../losses/define.js';
import { naturalScores } from '../losses/index.js';
import { type BoundLayer, type BoundModel, placeOf } from './bind.js';
import type { Pass } from '../../tensor/passes.js';
import type { Tensors } from '../../backends/backend.js';

/** A random mask to be drawn for every step of the forward pass. */
export interface NoiseRequest {
  readonly value: Value;
  readonly shape: readonly number[];
  /** Probability of a one. */
  readonly keep: number;
}

/** Result of a forward pass. */
export interface ForwardResult {
  readonly output: Value;
  /** The output of each layer, in order. */
  readonly taps: readonly Value[];
  /** New values of buffers, by path. */
  readonly updates: ReadonlyMap<string, Value>;
  readonly noise: readonly NoiseRequest[];
}

/** Options of a forward pass. */
export interface ForwardOptions {
  readonly training: boolean;
  /** Parameters and buffers by path: inputs while training, constants in an export. */
  readonly tensors: ReadonlyMap<string, Value>;
}

/** The part of a model that a forward pass needs. */
export type Layered = Pick<BoundModel, 'layers'>;

/** Declares every parameter and buffer of a model as an input named by its path. */
export function declareTensors(
  b: Builder,
  { parameters, buffers }: Pick<BoundModel, 'parameters' | 'buffers'>,
): ReadonlyMap<string, Value> {
  return new Map(
    [...parameters, ...buffers].map(({ path, shape }) => [path, b.input(path, 'float32', shape)]),
  );
}

/** Declares every parameter and buffer of a trained model as a constant. */
export function constantTensors(
  b: Builder,
  { parameters, buffers }: Pick<BoundModel, 'parameters' | 'buffers'>,
  tensors: Tensors,
): ReadonlyMap<string, Value> {
  return new Map([...parameters, ...buffers].map(({ path }) => [path, b.constant(tensors[path]!, path)]));
}

/** Emits the layers one after another, as nn.Sequential would call them. */
export function forwardModel(b: Builder, model: Layered, x: Value, options: ForwardOptions): ForwardResult {
  const taps: Value[] = [];
  const updates = new Map<string, Value>();
  const noise: NoiseRequest[] = [];
  let value = x;
  for (const { spec, definition, params } of model.layers) {
    const path = (name: string) => `${spec.name}.${name}`;
    value = definition.forward(
      {
        b,
        layer: placeOf(spec),
        training: options.training,
        tensor: (name) => options.tensors.get(path(name))!,
        update: (name, next) => updates.set(path(name), next),
        bernoulli: (shape, keep) => {
          const mask = b.input(`noise.${spec.name}`, 'float32', shape);
          noise.push({ value: mask, shape, keep });
          return mask;
        },
      },
      value,
      params,
    );
    taps.push(value);
  }
  return { output: value, taps, updates, noise };
}

/** The logits of a classifier: its output, or what its last layer makes probabilities of. */
export function logitsOf(
  b: Builder,
  { layers }: Layered,
  x: Value,
  { output, taps }: ForwardResult,
  loss: LossDefinition,
): Value {
  const { spec, definition } = layers.at(-1)!;
  if (naturalScores(spec.type, loss) === 'logits') return output;
  const before = taps.at(-2) ?? x;
  return definition.logits?.(b, before) ?? before;
}

/**
 * Moves every max pool before the monotone activations that precede it. The maximum of tanh(x) is the tanh of the
 * maximum of x, but after a 2 × 2 pool only a quarter of the elements is left, and their gradients are computed
 * before the pool spreads them. The model's output stays the same; the outputs of these layers do not.
 *
 * If two elements of a window differ by so little that the activation rounds both to the same number, the
 * gradient goes to the larger, not to the first. Any other rounding of the convolution before them can swap such
 * elements as well.
 */
export function poolFirst(model: Layered): Layered {
  const layers: BoundLayer[] = [];
  for (const layer of model.layers) {
    let place = layers.length;
    if (layer.definition.picks) while (place > 0 && isMonotone(layers[place - 1]!)) place--;
    layers.splice(place, 0, layer);
  }
  return { layers };
}

function isMonotone({ definition, params }: BoundLayer): boolean {
  return definition.monotone?.(params) ?? false;
}

/** Rewrites of the chain of layers before it becomes a graph, in their order. */
export const MODEL_PASSES: readonly Pass<Layered>[] = [{ name: 'pools first', run: poolFirst }];
