import { ProblemError } from '../base/problem.js';
import { resolveParams } from '../base/fields.js';
import { lossOf } from '../nn/losses/index.js';
import { bindModel } from '../nn/model/bind.js';
import { lossProblem, modelProblems, optimizerProblem } from '../project/fit.js';
import { optimizerOf } from '../nn/optimizers/index.js';
import type { Targets } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { inputShape, type SampleSource } from '../train/source.js';
import type { Recipe } from '../train/step.js';

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
