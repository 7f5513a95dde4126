import { advise, type Advice } from './advice.js';
import { LoomError } from '../base/errors.js';
import { lossOf } from '../nn/losses/index.js';
import { sampleShape, targetsOf } from './samples.js';
import type { Project } from './schema.js';
import { bindModel, inspectModel, type BoundModel, type LayerReport } from '../nn/model/bind.js';
import { checkOptimizer, checkOutput, checkPairing, checkSize } from './fit.js';

/** Where a problem is shown: on a layer, or on the model's output and its loss. */
export interface Problem {
  /** The layer's id; null where it concerns the whole model or the loss. */
  readonly layerId: string | null;
  readonly error: LoomError;
}

/** What is known of a project that may still be wrong. */
export interface Diagnosis {
  readonly reports: readonly LayerReport[];
  readonly problems: readonly Problem[];
  /** What keeps the data from being prepared. */
  readonly dataProblems: readonly Advice['problem'][];
  /** The whole model, when every layer fits. */
  readonly model: BoundModel | null;
}

/** Checks a project as training would, but goes on after a problem and needs no data. */
export function diagnose({ data, model, training }: Pick<Project, 'data' | 'model' | 'training'>): Diagnosis {
  const input = sampleShape(data);
  const reports = inspectModel(model.layers, input);
  const onLayers = reports.flatMap(({ spec, problem }) =>
    problem ? [{ layerId: spec.id, error: problem }] : [],
  );
  const bound = attempt(() => bindModel(model.layers, input));
  const loss = lossOf(training.loss.type);
  const targets = targetsOf(data);
  const checks =
    model.layers.length === 0
      ? []
      : [
          attempt(() => checkPairing(loss, model.layers, targets)),
          ...(bound.value
            ? [attempt(() => checkOutput(bound.value, loss, targets)), attempt(() => checkSize(bound.value))]
            : []),
          attempt(() => checkOptimizer(training.optimizer)),
        ];
  const onWhole = [...(onLayers.length === 0 ? [bound] : []), ...checks].flatMap(({ error }) =>
    error ? [{ layerId: null, error }] : [],
  );
  const dataProblems = advise(data).flatMap((one) => (one.weight === 'problem' ? [one.problem] : []));
  return { reports, problems: [...onLayers, ...onWhole], dataProblems, model: bound.value };
}

type Attempt<T> =
  { readonly value: T; readonly error: null } | { readonly value: null; readonly error: LoomError };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work(), error: null };
  } catch (error) {
    if (error instanceof LoomError) return { value: null, error };
    throw error;
  }
}
