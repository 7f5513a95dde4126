import { locate, LoomError } from '../../base/errors.js';
import { resolveParams, type SavedParams } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import type { SampleKind, TransformDefinition } from './define.js';
import { normalize } from './normalize.js';
import { scale } from './scale.js';
import { standardize } from './standardize.js';
import { toTensor } from './toTensor.js';

/** Every transform there is. A new one is one file and one line here. */
export const transforms: readonly TransformDefinition[] = [toTensor, normalize, scale, standardize];

/** A pipeline as one function on batches. Throws `bad-project` when a step does not go with the samples. */
export function pipeline(
  steps: readonly ({ readonly type: string } & SavedParams)[],
  kind: SampleKind,
): (b: Builder, batch: Value) => Value {
  const bound = steps.map((step, i) => {
    const definition = transforms.find(({ type }) => type === step.type);
    if (definition?.appliesTo !== kind) {
      const where = `data.transforms[${i}]`;
      throw new LoomError('bad-project', `${where}: ${step.type} does not apply to ${kind}`, { where });
    }
    return { definition, params: resolveParams(definition.params, step) };
  });
  return (b, batch) =>
    bound.reduce(
      (value, { definition, params }, i) =>
        locate(`data.transforms[${i}]`, () => definition.forward(b, value, params)),
      batch,
    );
}
