import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example, program } from '../testing/loom.js';

let home: string;

beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'loom-telemetry-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));

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

it.runIf(process.platform === 'linux')(
  'onnxruntime opens no connection and leaves nothing in the home while it trains and proves',
  async () => {
    const args = ['train', example('birds-vs-airplanes'), '--epochs', '2', '--out', join(home, 'run')];
    // Standard streams of Node are sockets themselves, so there are none.
    const child = spawn(process.execPath, [program, ...args], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
    });
    const seen = new Set<string>();
    let looks = 0;
    const watch = setInterval(() => {
      looks++;
      for (const socket of sockets(child.pid!)) seen.add(socket);
    }, 20);
    const status = await new Promise((resolve) => child.on('exit', resolve));
    clearInterval(watch);
    expect(status).toBe(0);
    expect(looks).toBeGreaterThan(10);
    expect([...seen]).toEqual([]);
    expect(readdirSync(home)).toEqual(['run']);
  },
);
