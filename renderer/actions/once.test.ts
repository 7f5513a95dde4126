import { expect, it } from 'vitest';
import type { App } from '../app.js';
import { createTestApp } from '../testing/testApp.js';
import { once } from './once.js';

it('does not start again while it is running, then starts again', async () => {
  const { app } = createTestApp();
  const started: string[] = [];
  const action = once((_: App, name: string) => {
    started.push(name);
    return Promise.resolve();
  });
  await Promise.all([action(app, 'first'), action(app, 'second')]);
  await action(app, 'third');
  expect(started).toEqual(['first', 'third']);
});

it('starts again after a failure', async () => {
  const { app } = createTestApp();
  let fails = true;
  const action = once(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve()));
  await expect(action(app)).rejects.toThrow('no');
  fails = false;
  await action(app);
});

it('runs in one application while it is running in another', async () => {
  const [one, other] = [createTestApp().app, createTestApp().app];
  const started: App[] = [];
  const action = once((app) => {
    started.push(app);
    return Promise.resolve();
  });
  await Promise.all([action(one), action(other)]);
  expect(started).toEqual([one, other]);
});
