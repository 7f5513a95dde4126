import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { example, jsonLines } from '../testing/loom.js';
import { duration } from './printer.js';

it.each([
  [0.04, '0.0 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 0 s'],
  [119.6, '2 min 0 s'],
  [3599.4, '59 min 59 s'],
  [3599.6, '1 h 0 min'],
  [7199, '2 h 0 min'],
  [9000, '2 h 30 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it('the end of a run says which of its layers learn badly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-printer-'));
  try {
    const file = join(folder, 'unscaled.loom');
    const project = JSON.parse(readFileSync(example('thermometer-tanh'), 'utf8')) as {
      readonly data: object;
    };
    writeFileSync(file, JSON.stringify({ ...project, data: { ...project.data, transforms: [] } }));
    const train = (...more: string[]) =>
      runLoom([
        'train',
        file,
        '--epochs',
        '5',
        '--no-export',
        '--out',
        join(folder, `${more.length}`),
        ...more,
      ]);
    const found = /Layer "hidden_activation" \(Tanh\): \d+ % of the outputs are saturated/;
    expect((await train()).stdout).toMatch(found);
    const lines = jsonLines((await train('--json')).stdout);
    expect(lines.map(({ event }) => event)).toEqual([
      'start',
      ...Array.from({ length: 5 }, () => 'epoch'),
      'note',
      'done',
    ]);
    expect(lines.at(-2)!['message']).toMatch(found);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
