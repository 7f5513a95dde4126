import { failure } from '../base/problem.js';
import { tensor, type Tensor } from '../tensor/tensor.js';
import type { EpochEvent } from './events.js';
import { Mt19937, type Mt19937State } from '../random/mt19937.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';
import { stateShapes, type RunState } from './state.js';
import type { Recipe } from './recipe.js';

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
    history: [...history],
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
