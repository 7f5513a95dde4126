import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('kills.mjs', import.meta.url));

it('a training that is killed at random moments and resumed ends bit-identical', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [script, '12'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/native: killed 6 times .*\nreference: killed 6 times .* ended bit-identical/);
}, 180_000);
