import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layersCode } from '../exchange/torch/code.js';
import { anyModel } from './models.js';
import { anySeed, tryRandomModels } from './randomModels.js';

const seed = anySeed();

it(`agrees with itself on random models, seed ${seed}`, () => tryRandomModels(seed, 30));

it(`writes random models as Python, seed ${seed}`, () => {
  const code = fc
    .sample(anyModel, { seed, numRuns: 100 })
    .map(({ sample, layers }) => layersCode(layers, ['batch', ...sample]));
  const check = 'import ast, sys\nast.parse(sys.stdin.read())';
  const { status, stderr, error } = spawnSync('python3', ['-c', check], {
    input: code.join('\n'),
    encoding: 'utf8',
  });
  // Without Python, at least every layer has its line.
  if (error) expect(code.every((text) => text.includes('nn.Linear('))).toBe(true);
  else expect(status, stderr).toBe(0);
});
