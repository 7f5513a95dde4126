import type { Fields, ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/** One way to limit the gradients of a step, before the optimizer uses them. */
export interface ClippingDefinition<F extends Fields = Fields> {
  /** PyTorch's function in `torch.nn.utils`. */
  readonly type: string;
  readonly label: string;
  readonly summary: string;
  readonly params: F;
  /** Emits the limited gradients of all parameters, in their order. */
  clip(b: Builder, gradients: readonly Value[], params: ParamsOf<F>): readonly Value[];
}

// `clip` is a method so that a list can hold declarations with different fields.

/** Declares a way to clip gradients, keeping the types of its name and fields. */
export function defineClipping<const T extends string, F extends Fields>(
  clipping: ClippingDefinition<F> & { readonly type: T },
): ClippingDefinition<F> & { readonly type: T } {
  return clipping;
}
