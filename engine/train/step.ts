import { gradients } from '../tensor/autodiff.js';
import type { LoopProgram } from '../backends/backend.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { predictedClass, type LossDefinition } from '../nn/losses/define.js';
import {
  declareTensors,
  forwardModel,
  type ForwardResult,
  type Layered,
  MODEL_PASSES,
  type NoiseRequest,
} from '../nn/model/forward.js';
import { type Pass, runPasses } from '../tensor/passes.js';
import { createBuilder } from '../tensor/operators/index.js';
import type { Recipe } from './recipe.js';
import type { SampleSource } from './source.js';
import { ONNX_TYPE } from '../tensor/tensor.js';

/** One training step as a program that a backend can run many times. */
export interface TrainingStep {
  readonly program: LoopProgram;
  /** Random masks to draw for each step, in PyTorch's order. */
  readonly noise: readonly NoiseRequest[];
  /** Names of the outputs collected from each step. */
  readonly metrics: { readonly loss: string; readonly correct: string | null };
}

/** The name of an optimizer's slot for a parameter, in graphs and checkpoints. */
export function slotName(path: string, slot: string): string {
  return `${path}/${slot}`;
}

/** The name of the input for one of the optimizer's scalars. */
export function scalarName(name: string): string {
  return `scalar.${name}`;
}

/** The forward pass and loss of a batch. */
export interface ForwardAndLoss extends ForwardResult {
  /** Parameters and buffers by path. */
  readonly tensors: ReadonlyMap<string, Value>;
  /** The transformed batch. */
  readonly samples: Value;
  readonly loss: Value;
  /** The weight of the batch in a mean of losses, a scalar; null if all samples count the same. */
  readonly weight: Value | null;
  /** Number of correct predictions, a scalar; null if there are no classes. */
  readonly correct: Value | null;
}

/**
 * Emits the forward pass and the loss of a batch: the common part of training, evaluation and the search for
 * non-finite values.
 * @param passes rewrites of the model; without any, there is one tap per layer, in the model's order
 */
export function forwardAndLoss(
  b: Builder,
  { model, source, loss: { definition, params } }: Pick<Recipe, 'model' | 'source' | 'loss'>,
  batch: number,
  training: boolean,
  passes: readonly Pass<Layered>[] = MODEL_PASSES,
): ForwardAndLoss {
  const tensors = declareTensors(b, model);
  const { samples, targets, wanted } = readBatch(b, source, batch, training);
  const pass = forwardModel(b, runPasses(model, passes), samples, { training, tensors });
  const loss = definition.forward(b, pass.output, wanted, params);
  const correct = source.classNames ? countCorrect(b, definition, pass.output, targets) : null;
  const weights = definition.weights?.(b, targets, params);
  const weight = weights ? b.op('ReduceSum', [weights], { keepdims: 0 }) : null;
  return { ...pass, tensors, samples, loss, weight, correct };
}

/** Forward, backward and update for batches of `batch` samples, as one graph. */
export function buildTrainingStep(recipe: Recipe, batch: number): TrainingStep {
  const { model, source, optimizer, clip } = recipe;
  const b = createBuilder();
  const { tensors, loss, correct, updates, noise } = forwardAndLoss(b, recipe, batch, true);

  const trained = model.parameters.map((parameter) => tensors.get(parameter.path)!);
  const whole = gradients(b, loss, trained);
  const parameterGradients = clip ? clip.definition.clip(b, whole, clip.params) : whole;
  const scalars = Object.fromEntries(
    Object.keys(optimizer.definition.scalars(optimizer.params, 0, 1)).map((name) => [
      name,
      b.input(scalarName(name), 'float32', []),
    ]),
  );

  const next = new Map<string, Value>();
  for (const { path } of model.buffers) next.set(path, updates.get(path) ?? tensors.get(path)!);
  model.parameters.forEach(({ path }, i) => {
    const param = trained[i]!;
    const slots = Object.fromEntries(
      optimizer.definition
        .slots(optimizer.params)
        .map((slot) => [slot, b.input(slotName(path, slot), 'float32', param.shape)]),
    );
    const updated = optimizer.definition.update(
      b,
      { param, gradient: parameterGradients[i]!, slots, scalars },
      optimizer.params,
    );
    next.set(path, updated.param);
    for (const [slot, value] of Object.entries(updated.slots)) next.set(slotName(path, slot), value);
  });

  const scanned = correct ? [loss, correct] : [loss];
  return {
    program: {
      body: b.build([...next.values(), ...scanned]),
      carried: Object.fromEntries([...next].map(([input, output]) => [input, output.name])),
      constants: source.augment ? ['targets'] : ['samples', 'targets'],
      perStep: [
        'indices',
        ...(source.augment ? ['batch'] : []),
        ...Object.keys(scalars).map(scalarName),
        ...noise.map(({ value }) => value.name),
      ],
      scanned: scanned.map((value) => value.name),
    },
    noise,
    metrics: { loss: loss.name, correct: correct?.name ?? null },
  };
}

/** Number of correct predictions in the batch, a scalar. */
function countCorrect(b: Builder, loss: LossDefinition, output: Value, targets: Value): Value {
  const predicted = b.op('Cast', [predictedClass(b, loss, output)], { to: ONNX_TYPE.int32 });
  const right = b.op('Cast', [b.op('Equal', [predicted, targets])], { to: ONNX_TYPE.float32 });
  return b.op('ReduceSum', [right], { keepdims: 0 });
}

/** A batch in the graph. */
interface Batch {
  readonly samples: Value;
  /** As in the data, and as the model should output them. */
  readonly targets: Value;
  readonly wanted: Value;
}

/**
 * Declares a batch and transforms it: rows `indices` of the data set `samples` or, while training with
 * augmentation, the augmented images `batch`.
 */
function readBatch(b: Builder, source: SampleSource, batch: number, training: boolean): Batch {
  const { samples, targets, augment, transform, targetPipeline } = source;
  const [, ...sampleShape] = samples.shape;
  const augmented = training && augment;
  const stored = augmented
    ? b.input('batch', samples.dtype, [batch, ...sampleShape])
    : b.input('samples', samples.dtype, samples.shape);
  const allTargets = b.input('targets', targets.dtype, targets.shape);
  const rows = b.input('indices', 'int32', [batch]);
  const chosenTargets = b.op('Gather', [allTargets, rows], { axis: 0 });
  const chosen = augmented ? stored : b.op('Gather', [stored, rows], { axis: 0 });
  return {
    samples: transform(b, chosen),
    targets: chosenTargets,
    wanted: targetPipeline.transform(b, chosenTargets),
  };
}
