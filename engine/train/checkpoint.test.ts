import { beforeAll, describe, expect, it } from 'vitest';
import { createReferenceBackend } from '../backends/reference.js';
import { sha256 } from '../io/files.js';
import { readSafetensors, writeSafetensors } from '../tensor/safetensors.js';
import { tensor, type Tensor } from '../tensor/tensor.js';
import { refusal, told } from '../testing/problems.js';
import { openExample, train } from '../testing/training.js';
import { decodeCheckpoint, encodeCheckpoint, readCheckpoint } from './checkpoint.js';
import type { Recipe } from './recipe.js';
import { initialState, type RunState } from './state.js';

let recipe: Recipe;
let state: RunState;
let bytes: Uint8Array;

beforeAll(async () => {
  ({ recipe } = await openExample('thermometer-linear'));
  state = initialState(recipe, 0);
  // In the middle of the third epoch.
  const options = { epochs: 3, backend: createReferenceBackend(), batchSize: 4 };
  while (state.epoch < 2 || state.position === 0) await train(recipe, state, { ...options, turns: 1 });
  bytes = encodeCheckpoint(state, 'run', sha256);
});

const decode = (file: Uint8Array) => decodeCheckpoint(file, recipe, 'run', sha256);

it('a state comes back bit for bit', () => {
  const comparable = (one: RunState) => ({ ...one, generator: one.generator.state() });
  expect(comparable(decode(bytes))).toEqual(comparable(state));
});

it('a checkpoint with a flipped bit is refused, wherever it is', () => {
  const missed: number[] = [];
  for (let at = 0; at < 8 * bytes.length; at += at < 4000 ? 1 : 7) {
    const damaged = bytes.slice();
    damaged[at >> 3]! ^= 1 << (at & 7);
    try {
      readCheckpoint(damaged, sha256);
      missed.push(at);
    } catch (error) {
      expect(told(error).family).toBe('bad-checkpoint');
    }
  }
  expect(missed).toEqual([]);
});

it('a truncated checkpoint is refused, and one with bytes behind its end', async () => {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  const lengths = Array.from({ length: 60 }, (_, i) => Math.floor((i * bytes.length) / 60));
  for (const file of [...lengths.map((length) => bytes.subarray(0, length)), longer])
    expect((await refusal(() => decode(file))).family).toBe('bad-checkpoint');
});

describe.each([
  ['of an earlier version, without a hash,', 1],
  ['with a hash', 2],
])('a checkpoint %s', (_, version) => {
  type Tensors = Readonly<Record<string, Tensor>>;

  /** The checkpoint with other contents, as a program that knows the format would write it. */
  function changed(change: object, other: (tensors: Tensors) => Tensors = (tensors) => tensors): Uint8Array {
    const { tensors, metadata } = readSafetensors(bytes);
    const position = { ...(JSON.parse(metadata['layerloom']!) as object), version, ...change };
    const hash = version === 1 ? {} : { sha256: '0'.repeat(64) };
    const file = writeSafetensors(other(tensors), { ...hash, layerloom: JSON.stringify(position) });
    // The hash is the header's first entry.
    const at = new TextDecoder().decode(file.subarray(0, 100)).indexOf('0'.repeat(64));
    if (version > 1) file.set(new TextEncoder().encode(sha256([file])), at);
    return file;
  }

  const withRows = (name: string, values: readonly number[]) =>
    changed({}, (tensors) => ({
      ...tensors,
      [name]: tensor('int32', [values.length], Int32Array.from(values)),
    }));
  const rowsOf = (name: string) => Array.from(readSafetensors(bytes).tensors[name]!.data as Int32Array);

  it('is read', () => {
    expect(decode(changed({})).step).toBe(state.step);
  });

  it.each([
    ['a negative position', { position: -3 }],
    ['a position beyond the epoch', { position: 1000 }],
    ['a fractional position', { position: 1.5 }],
    ['no generator', { generator: undefined }],
    ['no numbers of the generator', { generator: { words: 'f', used: 0, spareNormal: null } }],
    ['a used-up generator', { generator: { words: '0'.repeat(8 * 624), used: 625, spareNormal: null } }],
    ['a text for an epoch', { epoch: '2' }],
    ['another epoch than its history', { epoch: 7 }],
    ['no history', { history: undefined }],
    ['an endless loss', { lossSum: null }],
    ['no fingerprint', { fingerprint: undefined }],
    ['a later version', { version: 3 }],
  ])('with %s is refused', async (_, change) => {
    expect((await refusal(() => decode(changed(change)))).family).toBe('bad-checkpoint');
  });

  it('with rows that the data lack, or twice, is refused', async () => {
    const train = rowsOf('run/train');
    const order = rowsOf('run/order');
    for (const file of [
      withRows('run/train', [...train.slice(1), 11]),
      withRows('run/train', [...train.slice(1), -1]),
      withRows('run/train', [...train.slice(1), train[1]!]),
      withRows('run/train', []),
      withRows('run/order', [...order.slice(1), order.length]),
      withRows('run/order', order.slice(1)),
      withRows('run/order', [...order.slice(1), order[1]!]),
      withRows('run/validation', [2 ** 30]),
    ])
      expect((await refusal(() => decode(file))).problem.code).toBe('bad-checkpoint/out-of-range');
  });
});
