import type { Tensors } from '../backends/backend.js';
import { float32, numel, tensor, type Tensor, zeros } from '../tensor/tensor.js';
import type { BufferSpec } from '../nn/layers/define.js';
import { initialize } from '../nn/init.js';
import type { BoundModel } from '../nn/model/bind.js';
import type { Shape } from '../base/shape.js';
import { Mt19937, type Mt19937State } from '../random/mt19937.js';
import type { EpochEvent } from './events.js';
import type { Recipe } from './recipe.js';
import { slotName } from './step.js';
import { failure } from '../base/problem.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';
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

/** The part of a run's state that is not tensors; doubles survive JSON bit for bit. */
interface Position {
  readonly version: 1;
  /** Hash of everything that must be unchanged to resume the run: model, data, settings. */
  readonly fingerprint: string;
  readonly generator: Mt19937State;
  readonly epoch: number;
  readonly step: number;
  readonly position: number;
  readonly lossSum: number;
  readonly correct: number;
  readonly epochSeconds: number;
  readonly seconds: number;
  readonly history: readonly EpochEvent[];
}

const METADATA_KEY = 'layerloom';
const ORDER = 'run/order';
const TRAIN = 'run/train';
const VALIDATION = 'run/validation';

const rows = (values: Uint32Array): Tensor => tensor('int32', [values.length], Int32Array.from(values));

/** Encodes the state as a safetensors file: PyTorch can read the weights, and training can resume. */
export function encodeCheckpoint(state: RunState, fingerprint: string): Uint8Array {
  const position: Position = {
    version: 1,
    fingerprint,
    generator: state.generator.state(),
    epoch: state.epoch,
    step: state.step,
    position: state.position,
    lossSum: state.lossSum,
    correct: state.correct,
    epochSeconds: state.epochSeconds,
    seconds: state.seconds,
    history: state.history,
  };
  return writeSafetensors(
    {
      ...state.tensors,
      [TRAIN]: rows(state.train),
      [VALIDATION]: rows(state.validation),
      ...(state.order && { [ORDER]: rows(state.order) }),
    },
    { [METADATA_KEY]: JSON.stringify(position) },
  );
}

/**
 * Decodes the state that `encodeCheckpoint` wrote.
 * @param recipe of the run to resume: its tensors' names and shapes must match
 * @throws ProblemError `bad-checkpoint` when the file is damaged or belongs to another run
 */
export function decodeCheckpoint(bytes: Uint8Array, recipe: Recipe, fingerprint: string): RunState {
  const { tensors, metadata } = readSafetensors(bytes);
  const position = readPosition(metadata[METADATA_KEY]);
  if (position.fingerprint !== fingerprint) {
    throw failure('bad-checkpoint/other-run', {});
  }
  const named = Object.entries(stateShapes(recipe)).map(([name, shape]): [string, Tensor] => {
    const found = tensors[name];
    if (found?.dtype !== 'float32' || found.shape.join() !== shape.join()) {
      throw failure('bad-checkpoint/lacks', { name, shape });
    }
    return [name, found];
  });
  const rowsOf = (name: string) => {
    const found = tensors[name];
    if (found?.dtype !== 'int32') throw failure('bad-checkpoint/lacks', { name, shape: null });
    return Uint32Array.from(found.data);
  };
  const { generator, history, epoch, step, lossSum, correct, epochSeconds, seconds } = position;
  return {
    tensors: Object.fromEntries(named),
    generator: Mt19937.fromState(generator),
    train: rowsOf(TRAIN),
    validation: rowsOf(VALIDATION),
    order: tensors[ORDER] ? rowsOf(ORDER) : null,
    position: position.position,
    // Earlier versions kept no figures of a regression.
    history: history.map((epoch) => ({ ...epoch, regression: epoch.regression ?? null })),
    epoch,
    step,
    lossSum,
    correct,
    epochSeconds,
    seconds,
  };
}

function readPosition(text: string | undefined): Position {
  try {
    const position = JSON.parse(text ?? '') as Position | { readonly version: 0 };
    if (position.version === 1) return position;
  } catch {
    // Falls through to the same error: not a checkpoint of ours.
  }
  throw failure('bad-checkpoint/foreign', {});
}
