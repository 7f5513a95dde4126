import { LoomError } from '../errors.js';
import { resolveParams } from '../fields.js';
import { BATCH, type Shape } from '../graph/shape.js';
import type { LossDefinition } from '../losses/define.js';
import { checkPairing, lossOf } from '../losses/index.js';
import { bindModel, expectOutput } from '../model/bind.js';
import { optimizerOf } from '../optimizers/index.js';
import type { Project } from '../project/schema.js';
import { inputShape, type SampleSource } from '../train/source.js';
import type { Recipe } from '../train/step.js';

/**
 * Turns a project and its data into a recipe. Throws when the model does not fit the data, or the loss
 * does not go with the last layer: with the place and, where there is one, the repair.
 */
export function createRecipe(project: Project, source: SampleSource): Recipe {
  const { layers } = project.model;
  const { loss, optimizer } = project.training;
  const model = bindModel(layers, inputShape(source));
  const lossDefinition = lossOf(loss.type);
  checkPairing(lossDefinition, layers.at(-1)!.type, source.classNames ? 'classes' : 'values');
  if (lossDefinition.oneLogit && source.classNames && source.classNames.length !== 2) {
    throw new LoomError(
      'bad-pairing',
      `training.loss: ${loss.type} tells two classes apart, but the data has ${source.classNames.length}; choose CrossEntropyLoss`,
      { where: 'training.loss' },
    );
  }
  expectOutput(model, expectedOutput(source, lossDefinition.oneLogit), outputReason(source, lossDefinition));
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

function expectedOutput({ classNames, targets }: SampleSource, oneLogit: boolean): Shape {
  if (!classNames) return [BATCH, targets.shape[1]!];
  return [BATCH, oneLogit ? 1 : classNames.length];
}

function outputReason({ classNames }: SampleSource, { type, oneLogit }: LossDefinition): string {
  if (!classNames) return 'the targets want';
  return oneLogit ? `${type} wants` : `the ${classNames.length} classes want`;
}
