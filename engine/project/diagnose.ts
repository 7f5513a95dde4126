import type { Problem } from '../base/problem.js';
import { lossOf } from '../nn/losses/index.js';
import { chainProblem, inspectModel, modelOf, type BoundModel, type LayerReport } from '../nn/model/bind.js';
import { advise, type Advice } from './advice.js';
import { lossProblem, modelProblems, optimizerProblem } from './fit.js';
import { sampleShape, targetsOf } from './samples.js';
import type { Project } from './schema.js';

/** The state of a possibly invalid project. */
export interface Diagnosis {
  /** Every layer, each with its own problem. */
  readonly reports: readonly LayerReport[];
  /** Problems of the whole model: its output, its size, its loss and optimizer. */
  readonly whole: readonly Problem[];
  /** All problems of the model, layers first. */
  readonly problems: readonly Problem[];
  /** Problems that prevent the preparation of the data. */
  readonly dataProblems: readonly Advice['problem'][];
  /** The whole model, if every layer fits. */
  readonly model: BoundModel | null;
}

/** Checks a project as training would, but continues after a problem and does not need the data. */
export function diagnose({ data, model, training }: Pick<Project, 'data' | 'model' | 'training'>): Diagnosis {
  const input = sampleShape(data);
  const targets = targetsOf(data);
  const loss = lossOf(training.loss.type);
  const reports = inspectModel(model.layers, input);
  const broken = chainProblem(reports);
  const bound = broken ? null : modelOf(reports, input);
  const onLayers = reports.flatMap(({ problem }) => problem ?? []);
  const whole =
    reports.length === 0
      ? [broken!]
      : [
          lossProblem(loss, model.layers, targets),
          ...(bound ? modelProblems(bound, loss, targets) : []),
          optimizerProblem(training.optimizer),
        ].filter((found) => found !== null);
  const dataProblems = advise(data).flatMap((one) => (one.weight === 'problem' ? [one.problem] : []));
  return { reports, whole, problems: [...onLayers, ...whole], dataProblems, model: bound };
}
