import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { jsonLines } from '../testing/loom.js';

// Files of November 2026, before the engine's layers were ordered. Earlier runs are tested in engine/runs.

const earlier = (name: string) =>
  fileURLToPath(new URL(`../exchange/__fixtures__/2026-11/${name}`, import.meta.url));
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'loom-earlier-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('an earlier project opens', async () => {
  const { status, stdout } = await runLoom(['summary', earlier('cifar10-convnet.loom')]);
  expect(status).toBe(0);
  expect(stdout).toContain('BatchNorm2d');
});

it('an earlier exported file passes its certificate, and training continues from it', async () => {
  const file = earlier('thermometer-tanh.onnx');
  const verified = await runLoom(['verify', file]);
  expect(verified.status).toBe(0);
  // It has a form that some readers refuse.
  expect(verified.stdout).not.toContain('opens in');
  const args = ['train', file, '--epochs', '2', '--out', join(home, 'run'), '--json'];
  const { status, stdout } = await runLoom(args);
  expect(status).toBe(0);
  expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'done', certificate: { images: 2 } });
});
