import { ProblemError } from '../base/problem.js';
import { resolveParams, type Fields, type ParamsOf } from '../base/fields.js';
import type { LossDefinition } from '../nn/losses/define.js';
import { lossOf } from '../nn/losses/index.js';
import { bindModel, type BoundModel } from '../nn/model/bind.js';
import { lossProblem, modelProblems, optimizerProblem } from '../project/diagnose.js';
import type { OptimizerDefinition } from '../nn/optimizers/define.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import type { Targets } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { inputShape, openSource, type LoadImages, type SampleSource } from './source.js';

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
}

/**
 * Turns a project and its data into a recipe. Throws the first problem: a model that does not fit the data,
 * a loss that does not go with the last layer.
 */
export function createRecipe(project: Project, source: SampleSource): Recipe {
  const { layers } = project.model;
  const { loss, optimizer } = project.training;
  const targets: Targets = source.classNames
    ? { kind: 'classes', names: source.classNames }
    : { kind: 'values', count: source.targets.shape[1]! };
  const model = bindModel(layers, inputShape(source));
  const lossDefinition = lossOf(loss.type);
  const [problem] = [
    lossProblem(lossDefinition, layers, targets),
    ...modelProblems(model, lossDefinition, targets),
    optimizerProblem(optimizer),
  ].filter((found) => found !== null);
  if (problem) throw new ProblemError(problem);
  const optimizerDefinition = optimizerOf(optimizer.type);
  return {
    model,
    source,
    loss: { definition: lossDefinition, params: resolveParams(lossDefinition.params, loss) },
    optimizer: {
      definition: optimizerDefinition,
      params: resolveParams(optimizerDefinition.params, optimizer),
    },
  };
}

/** The recipe of a project, with its data. Throws as `openSource` and `createRecipe` do. */
export async function openRecipe(project: Project, loadImages: LoadImages): Promise<Recipe> {
  return createRecipe(project, await openSource(project.data, loadImages));
}
