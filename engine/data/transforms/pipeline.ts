import { locate, LoomError } from '../../base/errors.js';
import { resolveParams, type SavedParams } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import type { SampleKind, TransformDefinition } from './define.js';
import { transforms } from './index.js';

/** One step of a project's pipeline: its type with its settings beside it. */
export type StepSpec = { readonly type: string } & SavedParams;

/** Emits a step, or a whole pipeline, for a batch. */
export type EmitStep = (b: Builder, batch: Value) => Value;

/** The transform of this type. Throws `bad-project` when there is none. */
export function transformOf(type: string): TransformDefinition {
  const found = transforms.find((one) => one.type === type);
  if (!found) throw new LoomError('bad-project', `there is no transform called ${type}`);
  return found;
}

/** The steps of a pipeline, each as a function on batches. Throws `bad-project` for a step of other samples. */
export function pipelineSteps(steps: readonly StepSpec[], kind: SampleKind): readonly EmitStep[] {
  return steps.map((step, i) => {
    const where = `data.transforms[${i}]`;
    const definition = transformOf(step.type);
    if (definition.appliesTo !== kind)
      throw new LoomError('bad-project', `${where}: ${step.type} does not apply to ${kind}`, { where });
    const params = resolveParams(definition.params, step);
    return (b, batch) => locate(where, () => definition.forward(b, batch, params));
  });
}

/** A pipeline as one function on batches. Throws `bad-project` when a step does not go with the samples. */
export function pipeline(steps: readonly StepSpec[], kind: SampleKind): EmitStep {
  const bound = pipelineSteps(steps, kind);
  return (b, batch) => bound.reduce((value, emit) => emit(b, value), batch);
}
