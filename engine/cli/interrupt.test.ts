import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSafetensors } from '../tensor/safetensors.js';
import { runLoom } from '../testing/commandLine.js';
import { example, homeEnvironment, jsonLines, program } from '../testing/loom.js';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'loom-interrupt-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const argumentsFor = (out: string, ...more: string[]) => [
  'train',
  example('birds-vs-airplanes'),
  '--epochs',
  '2',
  '--out',
  join(folder, out),
  '--no-export',
  '--json',
  '--log-steps',
  '200',
  ...more,
];

/** A step in the second epoch; an epoch has 157 steps. */
const STEP = '"step":200,';

/** Sends Ctrl+C during the second epoch and returns the exit status. */
function interruptedRun(out: string): Promise<number | null> {
  const child = spawn(process.execPath, [program, ...argumentsFor(out)], {
    env: homeEnvironment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = seen.includes(STEP);
    seen += chunk.toString();
    if (!before && seen.includes(STEP)) child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('exit', resolve));
}

const checkpoint = (out: string) =>
  readSafetensors(new Uint8Array(readFileSync(join(folder, out, 'checkpoint.safetensors'))));

/** The checkpoint's tensors by name, as hashes of their bytes. */
const bits = (out: string) =>
  Object.entries(checkpoint(out).tensors).map(([name, { data }]) => {
    const { buffer, byteOffset, byteLength } = data;
    return [
      name,
      createHash('sha256')
        .update(new Uint8Array(buffer, byteOffset, byteLength))
        .digest('hex'),
    ];
  });

it('stops as on Ctrl+C when its output is closed', () => {
  const args = [process.execPath, program, ...argumentsFor('unread')];
  const piped = spawnSync('bash', ['-c', '"$0" "$@" | head -1; exit "${PIPESTATUS[0]}"', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder },
  });
  expect(piped).toMatchObject({ status: 130, stderr: '' });
  expect(jsonLines(piped.stdout)).toMatchObject([{ event: 'start' }]);
  const record = JSON.parse(readFileSync(join(folder, 'unread', 'run.json'), 'utf8')) as { status: string };
  expect(record.status).toBe('stopped');
  expect(Object.keys(checkpoint('unread').tensors)).toContain('1.weight');
});

it('writes a checkpoint on Ctrl+C; --resume ends bit-identical to an uninterrupted run', async () => {
  expect(await interruptedRun('broken')).toBe(130);
  const record = JSON.parse(readFileSync(join(folder, 'broken', 'run.json'), 'utf8')) as { status: string };
  expect(record.status).toBe('stopped');
  const { metadata } = checkpoint('broken');
  const { epoch, position } = JSON.parse(metadata['layerloom']!) as { epoch: number; position: number };
  expect(epoch).toBe(1);
  expect(position).toBeGreaterThan(0);
  expect((await runLoom(argumentsFor('broken', '--resume'))).status).toBe(0);
  expect((await runLoom(argumentsFor('whole'))).status).toBe(0);
  expect(bits('broken')).toEqual(bits('whole'));
});
