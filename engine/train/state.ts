import type { Tensors } from '../backends/backend.js';
import { float32, numel, tensor, type Tensor, zeros } from '../tensor/tensor.js';
import type { BufferSpec } from '../nn/layers/define.js';
import { initialize } from '../nn/init.js';
import type { BoundModel } from '../nn/model/bind.js';
import type { Shape } from '../base/shape.js';
import { Mt19937 } from '../random/torch.js';
import type { EpochEvent } from './events.js';
import type { Recipe } from './recipe.js';
import { slotName } from './step.js';
import { type SplitRows, splitRows } from './rows.js';

/** The complete state of a run, from which it can resume exactly. */
export interface RunState extends SplitRows {
  /** Parameters, buffers and optimizer slots by name. */
  tensors: Tensors;
  readonly generator: Mt19937;
  /** Completed epochs. */
  epoch: number;
  /** Completed steps, in the whole run. */
  step: number;
  /** The order of the current epoch, as positions in `train`; null between epochs. */
  order: Uint32Array | null;
  /** Number of samples of `order` already used. */
  position: number;
  /** Sums over the samples used in this epoch. */
  lossSum: number;
  correct: number;
  /** Seconds spent training in this epoch so far, and in the whole run. */
  epochSeconds: number;
  seconds: number;
  /** Results of completed epochs. */
  readonly history: EpochEvent[];
}

/**
 * The state before the first step. The generator is used in PyTorch's order: seed, hold-out split,
 * parameters layer by layer. Each epoch draws from it later.
 */
export function initialState(recipe: Recipe, seed: number): RunState {
  const generator = Mt19937.fromSeed(seed);
  const rows = splitRows(recipe.source, generator);
  return {
    tensors: { ...initialTensors(recipe.model, generator), ...optimizerSlots(recipe) },
    generator,
    ...rows,
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

/** Shapes of a run's tensors, by name: parameters, buffers and optimizer slots, all float32. */
export function stateShapes({ model, optimizer }: Recipe): Readonly<Record<string, Shape>> {
  const slots = optimizer.definition.slots(optimizer.params);
  const named = [
    ...[...model.parameters, ...model.buffers].map(({ path, shape }) => [path, shape] as const),
    ...model.parameters.flatMap(({ path, shape }) =>
      slots.map((slot) => [slotName(path, slot), shape] as const),
    ),
  ];
  return Object.fromEntries(named);
}

/** Parameters, initialized as in PyTorch, and buffers. */
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

/** The initial value of a buffer. */
export function initialBuffer({ shape, init }: Pick<BufferSpec, 'shape' | 'init'>): Tensor {
  return float32(shape, new Float32Array(numel(shape)).fill(init === 'ones' ? 1 : 0));
}
