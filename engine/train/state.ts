import type { Tensors } from '../backends/backend.js';
import { float32, numel, tensor, zeros, type Tensor } from '../tensor/tensor.js';
import type { BufferSpec } from '../nn/layers/define.js';
import { initialize } from '../nn/init/index.js';
import type { BoundModel } from '../nn/model/bind.js';
import { holdOut } from '../data/sampler.js';
import { Mt19937 } from '../random/mt19937.js';
import type { EpochEvent } from './events.js';
import { slotName, type Recipe } from './step.js';

/** Everything that a run must know to go on exactly where it is. */
export interface RunState {
  /** Parameters, buffers and optimizer slots by name. */
  tensors: Tensors;
  readonly generator: Mt19937;
  /** Rows to train on and rows that validate. */
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  /** Epochs that are over. */
  epoch: number;
  /** Steps that are over, in the whole run. */
  step: number;
  /** The order of the epoch that is under way, as positions in `train`; null between epochs. */
  order: Uint32Array | null;
  /** Samples of `order` that are done. */
  position: number;
  /** Sums over the samples done in this epoch. */
  lossSum: number;
  correct: number;
  /** Seconds spent training in this epoch so far, and in the whole run. */
  epochSeconds: number;
  seconds: number;
  /** Results of the epochs that are over. */
  readonly history: EpochEvent[];
}

/**
 * The state before the first step. The generator is used in PyTorch's order: seed, hold-out split,
 * parameters layer by layer; each epoch draws from it later.
 */
export function initialState(recipe: Recipe, seed: number): RunState {
  const generator = Mt19937.fromSeed(seed);
  const { source } = recipe;
  const split = source.holdOut > 0 ? holdOut(generator, source.train.length, source.holdOut) : null;
  const rowsOf = (positions: Uint32Array) => positions.map((position) => source.train[position]!);
  return {
    tensors: { ...initialTensors(recipe.model, generator), ...optimizerSlots(recipe) },
    generator,
    train: split ? rowsOf(split.train) : source.train,
    validation: split ? rowsOf(split.validation) : source.validation,
    epoch: 0,
    step: 0,
    order: null,
    position: 0,
    lossSum: 0,
    correct: 0,
    epochSeconds: 0,
    seconds: 0,
    history: [],
  };
}

/** Parameters as PyTorch would initialise them, and buffers. */
export function initialTensors(model: BoundModel, generator: Mt19937): Tensors {
  const parameters = model.parameters.map((parameter): [string, Tensor] => [
    parameter.path,
    tensor('float32', parameter.shape, initialize(generator, parameter)),
  ]);
  const buffers = model.buffers.map((buffer): [string, Tensor] => [buffer.path, initialBuffer(buffer)]);
  return Object.fromEntries([...parameters, ...buffers]);
}

function optimizerSlots({ model, optimizer }: Recipe): Tensors {
  const slots = optimizer.definition.slots(optimizer.params);
  return Object.fromEntries(
    model.parameters.flatMap(({ path, shape }) =>
      slots.map((slot) => [slotName(path, slot), zeros('float32', shape)] as const),
    ),
  );
}

/** A buffer's first value. */
export function initialBuffer({ shape, init }: Pick<BufferSpec, 'shape' | 'init'>): Tensor {
  return float32(shape, new Float32Array(numel(shape)).fill(init === 'ones' ? 1 : 0));
}
