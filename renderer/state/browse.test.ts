import { beforeEach, expect, it, vi } from 'vitest';
import { ask } from '../images/library.js';
import type { Loaded } from '../images/messages.js';
import { loadData, useBrowse } from './browse.js';

vi.mock('../images/library.js', () => ({ ask: vi.fn() }));

const OWN = { kind: 'images', id: 'a'.repeat(64), name: 'mine', side: 8, channels: 1 } as const;
const loaded: Loaded = {
  labels: Uint8Array.of(0, 1),
  trainCount: 2,
  classNames: ['a', 'b'],
  side: 8,
  channels: 1,
  brightness: new Float32Array(2),
};

beforeEach(() => useBrowse.setState({ state: 'unknown', source: null, data: null, problem: null }));

/** Mocks the next call of the image worker and returns functions that settle it. */
function nextCall() {
  let resolve!: (loaded: Loaded) => void;
  let reject!: (problem: Error) => void;
  const answer = new Promise<Loaded>((...settle) => ([resolve, reject] = settle));
  vi.mocked(ask).mockReturnValueOnce(answer);
  return { resolve, reject };
}

it('ignores the result of a superseded load', async () => {
  const [fails, comes, last] = [nextCall(), nextCall(), nextCall()];
  const loads = [loadData({ kind: 'cifar10' }), loadData({ ...OWN, id: 'b'.repeat(64) }), loadData(OWN)];
  last.resolve(loaded);
  await loads[2];
  fails.reject(new Error('cifar-10/data_batch_1.bin was not found'));
  comes.resolve({ ...loaded, classNames: ['other'] });
  await Promise.all(loads);
  expect(useBrowse.getState()).toMatchObject({ state: 'ready', source: OWN.id, data: loaded, problem: null });
});

it('reports why a data set is missing and can load it again', async () => {
  const first = nextCall();
  const load = loadData(OWN);
  first.reject(new Error('images.bin was not found'));
  await load;
  expect(useBrowse.getState()).toMatchObject({ state: 'missing', problem: 'images.bin was not found' });
  nextCall().resolve(loaded);
  await loadData(OWN);
  expect(useBrowse.getState().state).toBe('ready');
});
