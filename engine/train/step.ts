import { gradients } from '../tensor/autodiff.js';
import type { LoopProgram } from '../backends/backend.js';
import type { ParamsOf, Fields } from '../base/fields.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { ONNX_TYPE } from '../tensor/onnx/onnxType.js';
import type { LossDefinition } from '../nn/losses/define.js';
import type { BoundModel } from '../nn/model/bind.js';
import { forwardModel, type NoiseRequest } from '../nn/model/forward.js';
import { poolFirst } from '../nn/model/poolFirst.js';
import { createBuilder } from '../tensor/operators/index.js';
import type { OptimizerDefinition } from '../nn/optimizers/define.js';
import { readTrainingBatch, type SampleSource } from './source.js';

/** A declaration together with its settings. */
export interface Configured<D extends { readonly params: Fields }> {
  readonly definition: D;
  readonly params: ParamsOf<D['params']>;
}

/** What is trained, on what, and how. */
export interface Recipe {
  readonly model: BoundModel;
  readonly source: SampleSource;
  readonly loss: Configured<LossDefinition>;
  readonly optimizer: Configured<OptimizerDefinition>;
}

/** One training step as a program that a backend can run many times. */
export interface TrainingStep {
  readonly program: LoopProgram;
  /** Masks to draw for each step, in PyTorch's order. */
  readonly noise: readonly NoiseRequest[];
  /** Names of the outputs collected from each step. */
  readonly metrics: { readonly loss: string; readonly correct: string | null };
}

/** The name under which an optimizer's slot of a parameter is carried and saved. */
export function slotName(path: string, slot: string): string {
  return `${path}/${slot}`;
}

/** The name of the input that brings one of the optimizer's scalars. */
export function scalarName(name: string): string {
  return `scalar.${name}`;
}

/** Forward, backward and update for batches of `batch` samples, as one graph. */
export function buildTrainingStep(recipe: Recipe, batch: number): TrainingStep {
  const { model, loss, optimizer } = recipe;
  const b = createBuilder();
  const tensors = declareTensors(b, model);
  const { augment } = recipe.source;
  const { samples, targets } = readTrainingBatch(b, recipe.source, batch);
  const pass = forwardModel(b, poolFirst(model), samples, {
    training: true,
    tensor: (path) => tensors.get(path)!,
  });
  const lossValue = loss.definition.forward(b, pass.output, targets, loss.params);
  const correct = recipe.source.classNames ? countCorrect(b, loss.definition, pass.output, targets) : null;

  const trained = model.parameters.map((parameter) => tensors.get(parameter.path)!);
  const slopes = gradients(b, lossValue, trained);
  const scalars = Object.fromEntries(
    Object.keys(optimizer.definition.scalars(optimizer.params, 0, 1)).map((name) => [
      name,
      b.input(scalarName(name), 'float32', []),
    ]),
  );

  const next = new Map<string, Value>();
  for (const { path } of model.buffers) next.set(path, pass.updates.get(path) ?? tensors.get(path)!);
  model.parameters.forEach(({ path }, i) => {
    const param = trained[i]!;
    const slots = Object.fromEntries(
      optimizer.definition
        .slots(optimizer.params)
        .map((slot) => [slot, b.input(slotName(path, slot), 'float32', param.shape)]),
    );
    const updated = optimizer.definition.update(
      b,
      { param, gradient: slopes[i]!, slots, scalars },
      optimizer.params,
    );
    next.set(path, updated.param);
    for (const [slot, value] of Object.entries(updated.slots)) next.set(slotName(path, slot), value);
  });

  const scanned = correct ? [lossValue, correct] : [lossValue];
  return {
    program: {
      body: b.build([...next.values(), ...scanned]),
      carried: Object.fromEntries([...next].map(([input, output]) => [input, output.name])),
      constants: augment ? ['targets'] : ['samples', 'targets'],
      perStep: [
        'indices',
        ...(augment ? ['batch'] : []),
        ...Object.keys(scalars).map(scalarName),
        ...pass.noise.map(({ value }) => value.name),
      ],
      scanned: scanned.map((value) => value.name),
    },
    noise: pass.noise,
    metrics: { loss: lossValue.name, correct: correct?.name ?? null },
  };
}

/** Declares every parameter and buffer of a model as an input named by its path. */
export function declareTensors(b: Builder, model: BoundModel): ReadonlyMap<string, Value> {
  return new Map(
    [...model.parameters, ...model.buffers].map(({ path, shape }) => [path, b.input(path, 'float32', shape)]),
  );
}

/** Number of right predictions in the batch, a scalar. */
export function countCorrect(b: Builder, loss: LossDefinition, output: Value, targets: Value): Value {
  const predicted = b.op('Cast', [loss.predictedClass(b, output)], { to: ONNX_TYPE.int32 });
  const right = b.op('Cast', [b.op('Equal', [predicted, targets])], { to: ONNX_TYPE.float32 });
  return b.op('ReduceSum', [right], { keepdims: 0 });
}
