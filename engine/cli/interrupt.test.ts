import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example, runLoom, startLoom } from '../testing/loom.js';
import { readSafetensors } from '../torch/safetensors.js';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'loom-interrupt-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EPOCHS = '4';
const order = (out: string, ...more: string[]) => [
  'train',
  example('birds-vs-airplanes'),
  '--epochs',
  EPOCHS,
  '--out',
  join(folder, out),
  '--no-export',
  '--json',
  ...more,
];

/** Presses Ctrl+C when the first epoch is done, in the middle of the second; gives the exit status. */
function interruptedRun(out: string): Promise<number | null> {
  const child = startLoom(folder, order(out));
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = seen.includes('"epoch","epoch":1');
    seen += chunk.toString();
    if (!before && seen.includes('"epoch","epoch":1')) setTimeout(() => child.kill('SIGINT'), 100);
  });
  return new Promise((resolve) => child.on('exit', resolve));
}

it('writes a checkpoint on Ctrl+C; --resume gives the bits of a run that was never interrupted', async () => {
  expect(await interruptedRun('broken')).toBe(130);
  const record = JSON.parse(readFileSync(join(folder, 'broken', 'run.json'), 'utf8')) as { status: string };
  expect(record.status).toBe('stopped');
  expect(runLoom(folder, order('broken', '--resume')).status).toBe(0);
  expect(runLoom(folder, order('whole')).status).toBe(0);
  const weights = (out: string) =>
    readSafetensors(new Uint8Array(readFileSync(join(folder, out, 'checkpoint.safetensors')))).tensors;
  expect(weights('broken')).toEqual(weights('whole'));
});
