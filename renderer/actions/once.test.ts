import { expect, it } from 'vitest';
import { once } from './once.js';

it('does not start again while it is running, then starts again', async () => {
  const started: string[] = [];
  const action = once((name: string) => {
    started.push(name);
    return Promise.resolve(`did ${name}`);
  });
  expect(await Promise.all([action('first'), action('second')])).toEqual(['did first', 'did first']);
  expect(await action('third')).toBe('did third');
  expect(started).toEqual(['first', 'third']);
});

it('starts again after a failure', async () => {
  let fails = true;
  const action = once(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve('yes')));
  await expect(action()).rejects.toThrow('no');
  fails = false;
  expect(await action()).toBe('yes');
});
