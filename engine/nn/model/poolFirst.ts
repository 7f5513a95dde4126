import type { Pass } from '../../tensor/passes/pass.js';
import type { BoundLayer } from './bind.js';
import type { Layered } from './forward.js';

/**
 * The model with every max pool before the monotone activations that it follows. The largest of tanh(x) is the tanh of
 * the largest x, but behind a pool of 2 × 2 there is a quarter of the elements left, and their gradients are
 * computed before the pool spreads them. Only what the model gives is the same, not what leaves these layers.
 *
 * Where two elements of a window differ by so little that the activation rounds both to the same number, the
 * gradient goes to the larger, not to the first: such elements change places with any other rounding of the
 * convolution before them too.
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
