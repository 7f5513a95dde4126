import type { Pass } from '../../tensor/passes/pass.js';
import type { BoundLayer } from './bind.js';
import type { Layered } from './forward.js';

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
