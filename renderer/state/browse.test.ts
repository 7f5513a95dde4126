import { expect, it, type Mock } from 'vitest';
import { failure } from '../../engine/base/problem.js';
import type { ImageLibrary } from '../images/library.js';
import type { Loaded } from '../images/messages.js';
import { createTestApp } from '../testing/testApp.js';
import { loadData } from './browse.js';

const OWN = { kind: 'images', id: 'a'.repeat(64), name: 'mine', side: 8, channels: 1 } as const;
const loaded: Loaded = {
  labels: Uint8Array.of(0, 1),
  trainCount: 2,
  classNames: ['a', 'b'],
  side: 8,
  channels: 1,
  brightness: new Float32Array(2),
};

/** Mocks the next call of the image worker and returns functions that settle it. */
function nextCall(ask: Mock<ImageLibrary['ask']>) {
  let resolve!: (loaded: Loaded) => void;
  let reject!: (problem: Error) => void;
  const answer = new Promise<Loaded>((...settle) => ([resolve, reject] = settle));
  ask.mockReturnValueOnce(answer);
  return { resolve, reject };
}

const notFound = (path: string) => failure('missing-data/file', {}, { where: { kind: 'file', path } });

it('ignores the result of a superseded load', async () => {
  const { app, images } = createTestApp();
  const [fails, comes, last] = [nextCall(images.ask), nextCall(images.ask), nextCall(images.ask)];
  const loads = [
    loadData(app, { kind: 'cifar10' }),
    loadData(app, { ...OWN, id: 'b'.repeat(64) }),
    loadData(app, OWN),
  ];
  last.resolve(loaded);
  await loads[2];
  fails.reject(notFound('cifar-10/data_batch_1.bin'));
  comes.resolve({ ...loaded, classNames: ['other'] });
  await Promise.all(loads);
  expect(app.browse.getState()).toMatchObject({
    state: 'ready',
    source: OWN.id,
    data: loaded,
    problem: null,
  });
});

it('reports why a data set is missing and can load it again', async () => {
  const { app, images } = createTestApp();
  const first = nextCall(images.ask);
  const load = loadData(app, OWN);
  first.reject(notFound('images.bin'));
  await load;
  expect(app.browse.getState()).toMatchObject({
    state: 'missing',
    problem: 'images.bin: This file was not found.',
  });
  nextCall(images.ask).resolve(loaded);
  await loadData(app, OWN);
  expect(app.browse.getState().state).toBe('ready');
});
