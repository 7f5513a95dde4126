import { assertNone, problem, ProblemError } from '../base/problem.js';
import { resolveParams, type Fields, type ParamsOf } from '../base/fields.js';
import { type ClippingDefinition, clippingOf } from '../nn/clipping.js';
import type { LossDefinition } from '../nn/losses/define.js';
import { BALANCE } from '../nn/losses/classWeights.js';
import { lossOf } from '../nn/losses/index.js';
import { bindModel, type BoundModel } from '../nn/model/bind.js';
import { lossProblem, modelProblems, optimizerProblem, scheduleProblem } from '../project/diagnose.js';
import type { OptimizerDefinition } from '../nn/optimizers/define.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import type { ScheduleDefinition } from '../nn/schedules/define.js';
import { scheduleOf } from '../nn/schedules/index.js';
import { type RatePlan, warmUp } from '../nn/schedules/warmUp.js';
import type { Targets } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { Mt19937 } from '../random/torch.js';
import { inputShape, type LoadImages, openSource, type SampleSource } from './source.js';
import { splitRows } from './rows.js';

/** A declaration with its settings. */
export interface Configured<D extends { readonly params: Fields }> {
  readonly definition: D;
  readonly params: ParamsOf<D['params']>;
}

/** A model with the data, loss and optimizer to train it. */
export interface Recipe {
  readonly model: BoundModel;
  readonly source: SampleSource;
  readonly loss: Configured<LossDefinition>;
  readonly optimizer: Configured<OptimizerDefinition>;
  /** Limits the gradients; undefined for no limit. */
  readonly clip?: Configured<ClippingDefinition> | undefined;
  /** Changes the learning rate; undefined for none. */
  readonly schedule?: Configured<ScheduleDefinition> | undefined;
  /** Lets the learning rate rise before the schedule begins; undefined for no such rise. */
  readonly warmUp?: RatePlan['warmUp'];
}

/**
 * Turns a project and its data into a recipe. Throws the first problem: a model that does not fit the data,
 * a loss that does not go with the last layer.
 */
export function createRecipe(project: Project, source: SampleSource): Recipe {
  const { layers } = project.model;
  const { training } = project;
  const { loss, optimizer } = training;
  const targets: Targets = source.classNames
    ? { kind: 'classes', names: source.classNames }
    : { kind: 'values', count: source.targets.shape[1]! };
  const model = bindModel(layers, inputShape(source));
  const lossDefinition = lossOf(loss.type);
  const [found] = [
    lossProblem(lossDefinition, layers, targets, loss, project.data),
    ...modelProblems(model, lossDefinition, targets),
    optimizerProblem(optimizer),
    scheduleProblem(training),
  ].filter((one) => one !== null);
  if (found) throw new ProblemError(found);
  const lossParams = withBalance(
    lossDefinition,
    resolveParams(lossDefinition.params, loss),
    source,
    training.seed,
  );
  assertNone(targetProblem(lossDefinition, lossParams, source));
  const clipping = training.clip && clippingOf(training.clip.type);
  const schedule = training.schedule && scheduleOf(training.schedule.type);
  const optimizerDefinition = optimizerOf(optimizer.type);
  return {
    model,
    source,
    loss: { definition: lossDefinition, params: lossParams },
    optimizer: {
      definition: optimizerDefinition,
      params: resolveParams(optimizerDefinition.params, optimizer),
    },
    clip: clipping && { definition: clipping, params: resolveParams(clipping.params, training.clip!) },
    schedule: schedule
      ? { definition: schedule, params: resolveParams(schedule.params, training.schedule!) }
      : undefined,
    warmUp: training.warmUp && resolveParams(warmUp.params, training.warmUp),
  };
}

/** Settings of a loss with `balanced` weights computed from the rows that train. */
function withBalance(
  { params: fields }: LossDefinition,
  params: ParamsOf<Fields>,
  source: SampleSource,
  seed: number,
): ParamsOf<Fields> {
  const balanced = Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'weights' && params[name] === 'balanced' ? [[name, field.of] as const] : [],
  );
  if (balanced.length === 0) return params;
  const { train } = splitRows(source, Mt19937.fromSeed(seed));
  const labels = Int32Array.from(train, (row) => source.targets.data[row]!);
  const classes = source.classNames!.length;
  return {
    ...params,
    ...Object.fromEntries(balanced.map(([name, of]) => [name, BALANCE[of].compute(labels, classes)])),
  };
}

/** The problem of a target that the loss is not defined for. */
function targetProblem(
  loss: LossDefinition,
  params: ParamsOf<Fields>,
  { targets, classNames }: SampleSource,
) {
  if (classNames || !loss.within) return null;
  const [least, most] = loss.within(params);
  const found = targets.data.find((value) => value < least || value > most);
  if (found === undefined) return null;
  const where = { kind: 'project', path: ['training', 'loss'] } as const;
  return problem('bad-pairing/target-range', { loss: loss.type, least, most, found }, { where });
}

/** The recipe of a project, with its data. Throws as `openSource` and `createRecipe` do. */
export async function openRecipe(project: Project, loadImages: LoadImages): Promise<Recipe> {
  return createRecipe(project, await openSource(project.data, loadImages));
}
