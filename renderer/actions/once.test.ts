import { expect, it } from 'vitest';
import { once } from './once.js';

it('does not begin again while it is under way, then begins anew', async () => {
  const begun: string[] = [];
  const action = once((name: string) => {
    begun.push(name);
    return Promise.resolve(`did ${name}`);
  });
  expect(await Promise.all([action('first'), action('second')])).toEqual(['did first', 'did first']);
  expect(await action('third')).toBe('did third');
  expect(begun).toEqual(['first', 'third']);
});

it('begins anew after a failure', async () => {
  let fails = true;
  const action = once(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve('yes')));
  await expect(action()).rejects.toThrow('no');
  fails = false;
  expect(await action()).toBe('yes');
});
