import { expect, it } from 'vitest';
import { problem } from '../base/problem.js';
import { messageOf } from './index.js';

const unknown = (name: string) =>
  messageOf(
    problem(
      'bad-project/column',
      { name, nearest: null, known: ['a'] },
      { where: { kind: 'project', path: ['data', name], file: `${name}.loom` } },
    ),
  );

it.each([
  ['an escape sequence', '\x1b[31m', '\\u001b[31m'],
  ['a line break', 'a\nb', 'a\\u000ab'],
  ['a control of eight bits', '\x9b2J', '\\u009b2J'],
  ['a mark of direction', 'a\u202eb', 'a\\u202eb'],
  ['a zero-width character', 'a\u200bb', 'a\\u200bb'],
  ['half a character', '\ud800', '\\ud800'],
])('shows %s from a file as an escape, in places and sentences', (_, name, shown) => {
  expect(unknown(name)).toBe(`${shown}.loom: data.${shown}: There is no column "${shown}". Known: a.`);
});

it('keeps text in any script', () => {
  expect(unknown('가격 prix é 😀')).toContain('"가격 prix é 😀"');
});

it('shortens long text from a file', () => {
  expect(unknown('x'.repeat(1e6)).length).toBeLessThan(1100);
});
