import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refusal } from '../testing/problems.js';
import { openFolder } from './files.js';
import { thisProcess } from './processes.js';

let path: string;

beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'loom-claim-'))));
afterEach(() => rmSync(path, { recursive: true, force: true }));

const claim = () => openFolder(path).claim();
const owner = () => openFolder(path).owner();

/** Writes the claim of another process. */
function addClaim(change: object): void {
  const since = '2026-11-29T10:00:00.000Z';
  const text = JSON.stringify({ pid: process.pid, started: null, host: hostname(), since, ...change });
  writeFileSync(join(path, 'claim-0123456789abcdef.json'), text);
}

it('a folder is claimed once, until it is released', async () => {
  expect(await owner()).toBeNull();
  const release = await claim();
  expect(await owner()).toMatchObject({ pid: process.pid, host: null });
  const { message } = await refusal(claim);
  expect(message).toContain(`${path}: This run is being trained elsewhere (by process ${process.pid}).`);
  await release();
  expect(await owner()).toBeNull();
  expect(readdirSync(path)).toEqual([]);
  await (
    await claim()
  )();
});

it('of many claims at the same moment, at most one is granted, and later ones are', async () => {
  const claims = await Promise.allSettled(Array.from({ length: 8 }, claim));
  const granted = claims.filter(({ status }) => status === 'fulfilled');
  expect(granted.length).toBeLessThanOrEqual(1);
  for (const one of claims) if (one.status === 'fulfilled') await one.value();
  expect(readdirSync(path)).toEqual([]);
  await claim();
});

it('the claim of a process that has ended is taken over', async () => {
  addClaim({ pid: spawnSync(process.execPath, ['--version']).pid });
  expect(await owner()).toBeNull();
  await claim();
  expect(readdirSync(path)).toHaveLength(1);
});

it.runIf((await thisProcess()).started !== null)(
  'a number that is another process now is no claim',
  async () => {
    addClaim({ started: '01234567' });
    expect(await owner()).toBeNull();
  },
);

it('a damaged claim is none', async () => {
  addClaim({ pid: -1 });
  expect(await owner()).toBeNull();
});

it('the claim of another machine stands, and says how to end it', async () => {
  addClaim({ host: 'elsewhere' });
  expect(await owner()).toMatchObject({ host: 'elsewhere' });
  const { message } = await refusal(claim);
  expect(message).toContain('trained on another machine (elsewhere)');
  expect(message).toContain('delete claim-0123456789abcdef.json');
});
