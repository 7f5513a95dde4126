import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { example, program, root } from '../testing/loom.js';

let home: string;

beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'loom-telemetry-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Sockets that a process holds right now; none when it has just ended. */
function sockets(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder)
      .map((fd) => readlinkSync(join(folder, fd)))
      .filter((target) => target.startsWith('socket:'));
  } catch {
    return [];
  }
}

/** Runs Node in the empty home and looks at it all the time: what sockets it had, how it ended. */
async function watch(...args: readonly string[]) {
  // Standard streams of Node are sockets themselves, so there are none.
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    // A proxy that is not there: the control must not send anything either.
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      https_proxy: 'http://127.0.0.1:9',
    },
  });
  const seen = new Set<string>();
  let looks = 0;
  const timer = setInterval(() => {
    looks++;
    for (const socket of sockets(child.pid!)) seen.add(socket);
  }, 20);
  const status = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  expect(looks).toBeGreaterThan(10);
  return { status, sockets: [...seen], left: readdirSync(home) };
}

/** Trains in a worker thread, with the environment that the app gives its engine. */
const IN_WORKER = `
process.env.ORT_DISABLE_TELEMETRY = '1';
const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(join(root, 'dist', 'electron', 'engine', 'worker.js'))}, {
  env: { ...process.env },
});
const [, project, out] = process.argv;
const input = { project, out, epochs: 500, threads: 1 };
worker.on('message', ({ kind }) => {
  if (kind === 'ready') worker.postMessage({ kind: 'run', id: 'a', job: 'train', input });
  if (kind === 'failed') process.exit(1);
  if (kind === 'done') worker.postMessage({ kind: 'shutdown' });
});`;

/** Opens a model without our care, and ends at once before anything could be sent. */
const WITHOUT_CARE = `
const ort = require(${JSON.stringify(join(root, 'node_modules', 'onnxruntime-node'))});
ort.InferenceSession.create(require('node:fs').readFileSync(process.argv[1]))
  .finally(() => setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300));`;

describe.runIf(process.platform === 'linux')('onnxruntime', () => {
  it('opens no connection and leaves nothing in the home while it trains and proves', async () => {
    const args = ['train', example('birds-vs-airplanes'), '--epochs', '2', '--out', join(home, 'run')];
    expect(await watch(program, ...args)).toEqual({ status: 0, sockets: [], left: ['run'] });
  });

  it('does neither in a worker', async () => {
    const project = readFileSync(example('thermometer-linear'), 'utf8');
    const found = await watch('-e', IN_WORKER, project, join(home, 'run'));
    expect(found).toEqual({ status: 0, sockets: [], left: ['run'] });
  });

  it('would be found out: without our care it leaves its files', async () => {
    const other = mkdtempSync(join(tmpdir(), 'loom-model-'));
    await watch(program, 'train', example('thermometer-linear'), '--epochs', '50', '--out', other);
    mkdirSync(join(home, 'cache'));
    const { left } = await watch('-e', WITHOUT_CARE, join(other, 'model.onnx'));
    expect(left).toEqual(['cache']);
    expect(readdirSync(join(home, 'cache'))).toEqual(['Microsoft']);
    rmSync(other, { recursive: true });
  });

  it('would be found out: a process with a socket is seen to have one', async () => {
    const listening =
      "require('node:net').createServer().listen(0, '127.0.0.1'); setTimeout(process.exit, 500)";
    expect((await watch('-e', listening)).sockets).not.toEqual([]);
  });
});
