import type { Tensors } from '../backends/backend.js';
import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { Mt19937 } from '../random/torch.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';
import { tensor, type Tensor } from '../tensor/tensor.js';
import type { EpochEvent } from './events.js';
import type { Hash } from './identity.js';
import type { Recipe } from './recipe.js';
import { stateShapes, type RunState } from './state.js';

const count = z.int().min(0);
/** JSON has neither NaN nor infinity. */
const figure = z.number().nullable();

const epochSchema = z.object({ epoch: z.int().min(1), trainLoss: figure, validationLoss: figure });

/** The part of a run's state that is not tensors; doubles survive JSON bit for bit. */
const positionSchema = z.object({
  /** Version 1 has no hash. */
  version: z.literal([1, 2]),
  /** Hash of everything that must be unchanged to resume the run: model, data, settings. */
  fingerprint: z.string(),
  generator: z.object({ words: z.string(), used: count, spareNormal: z.number().nullable() }),
  epoch: count,
  step: count,
  position: count,
  lossSum: z.number(),
  correct: count,
  epochSeconds: z.number().min(0),
  seconds: z.number().min(0),
  // Checked, but not parsed: a resumed run writes the same bytes.
  history: z.array(z.custom<EpochEvent>((past) => epochSchema.safeParse(past).success)),
});

type Position = z.output<typeof positionSchema>;

const METADATA_KEY = 'layerloom';
const ORDER = 'run/order';
const TRAIN = 'run/train';
const VALIDATION = 'run/validation';

const HASH_KEY = 'sha256';
/** In place of the hash, while it is computed. */
const NO_HASH = new TextEncoder().encode('0'.repeat(64));
/** The beginning of the header, as `JSON.stringify` writes it. */
const BEFORE_HASH = `{"__metadata__":{"${HASH_KEY}":"`;
/** The position of the hash, after the header's length. */
const HASH_AT = 8 + BEFORE_HASH.length;

const rows = (values: Uint32Array): Tensor => tensor('int32', [values.length], Int32Array.from(values));

/**
 * Encodes the state as a safetensors file: PyTorch can read the weights, and training can resume. The header's first
 * entry is the hash of the whole file with zeros in place of the hash.
 */
export function encodeCheckpoint(state: RunState, fingerprint: string, hash: Hash): Uint8Array {
  const position = {
    version: 2,
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
  const bytes = writeSafetensors(
    {
      ...state.tensors,
      [TRAIN]: rows(state.train),
      [VALIDATION]: rows(state.validation),
      ...(state.order && { [ORDER]: rows(state.order) }),
    },
    { [HASH_KEY]: '0'.repeat(64), [METADATA_KEY]: JSON.stringify(position) },
  );
  bytes.set(new TextEncoder().encode(hash([bytes])), HASH_AT);
  return bytes;
}

/** A checkpoint whose bytes are those that were written. */
export interface Checkpoint {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly position: Position;
}

/** Reads a checkpoint, of any run. Throws `bad-checkpoint` when it is damaged. */
export function readCheckpoint(bytes: Uint8Array, hash: Hash): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  const position = readPosition(metadata[METADATA_KEY]);
  const isHashed = position.version > 1 || HASH_KEY in metadata;
  if (isHashed && !hashMatches(bytes, hash)) throw failure('bad-checkpoint/altered', {});
  return { tensors, position };
}

function hashMatches(bytes: Uint8Array, hash: Hash): boolean {
  const end = HASH_AT + NO_HASH.length;
  const expected = new TextDecoder().decode(bytes.subarray(8, end));
  return expected === BEFORE_HASH + hash([bytes.subarray(0, HASH_AT), NO_HASH, bytes.subarray(end)]);
}

function readPosition(text: string | undefined): Position {
  try {
    return positionSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw failure('bad-checkpoint/foreign', {}, { cause });
  }
}

/**
 * Decodes the state that `encodeCheckpoint` wrote.
 * @param recipe of the run to resume: its tensors' names and shapes must match
 * @throws ProblemError `bad-checkpoint` when the file is damaged or belongs to another run
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  recipe: Recipe,
  fingerprint: string,
  hash: Hash,
): RunState {
  const { tensors, position: saved } = readCheckpoint(bytes, hash);
  if (saved.fingerprint !== fingerprint) throw failure('bad-checkpoint/other-run', {});
  const samples = recipe.source.samples.shape[0]!;
  const train = indices(tensors, TRAIN, samples);
  const order = tensors[ORDER] ? indices(tensors, ORDER, train.length) : null;
  checkPosition(saved, train, order);
  const { generator, history, epoch, step, position, lossSum, correct, epochSeconds, seconds } = saved;
  return {
    tensors: stateTensors(tensors, recipe),
    generator: Mt19937.fromState(generator),
    train,
    validation: indices(tensors, VALIDATION, samples),
    order,
    position,
    // Earlier versions kept no figures of a regression.
    history: history.map((past) => ({ ...past, regression: past.regression ?? null })),
    epoch,
    step,
    lossSum,
    correct,
    epochSeconds,
    seconds,
  };
}

function stateTensors(tensors: Checkpoint['tensors'], recipe: Recipe): Tensors {
  const named = Object.entries(stateShapes(recipe)).map(([name, shape]): [string, Tensor] => {
    const found = tensors[name];
    if (found?.dtype !== 'float32' || found.shape.join() !== shape.join()) {
      throw failure('bad-checkpoint/lacks', { name, shape });
    }
    return [name, found];
  });
  return Object.fromEntries(named);
}

/** Different whole numbers from 0 to `end`. */
function indices(tensors: Checkpoint['tensors'], name: string, end: number): Uint32Array {
  const found = tensors[name];
  if (found?.dtype !== 'int32') throw failure('bad-checkpoint/lacks', { name, shape: null });
  const seen = new Uint8Array(end);
  for (const index of found.data) {
    if (!(index >= 0 && index < end) || seen[index]) throw failure('bad-checkpoint/out-of-range', {});
    seen[index] = 1;
  }
  return Uint32Array.from(found.data);
}

/** An epoch visits every row once, and the history has a line for each epoch. */
function checkPosition(
  { epoch, position, history }: Position,
  train: Uint32Array,
  order: Uint32Array | null,
): void {
  const isInside = order ? order.length === train.length && position <= order.length : position === 0;
  const isWhole = history.length === epoch && history.every((past, i) => past.epoch === i + 1);
  if (!isInside || !isWhole || train.length === 0) throw failure('bad-checkpoint/out-of-range', {});
}
