import type { Fields, ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/** What a transform can be applied to. */
export type SampleKind = 'images' | 'table';

/** A step between stored samples and what the model gets, emitted into the graph with the batch. */
export interface TransformDefinition<F extends Fields = Fields> {
  /** Its name in torchvision, where it has one. */
  readonly type: string;
  readonly summary: string;
  readonly appliesTo: SampleKind;
  readonly params: F;
  /** Emits it for a batch: images `[B, C, H, W]`, rows `[B, columns]`. Throws LoomError when it does not fit. */
  forward(b: Builder, batch: Value, params: ParamsOf<F>): Value;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a transform, keeping the types of its name and fields. */
export function defineTransform<const T extends string, F extends Fields>(
  transform: TransformDefinition<F> & { readonly type: T },
): TransformDefinition<F> & { readonly type: T } {
  return transform;
}
