import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let clone: string;

/** A clone with a built engine but without the window, as on a machine where Electron is unavailable. */
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'loom-clone-'));
  const parts = ['engine', 'dist/engine', 'dist/engine.tsbuildinfo', 'scripts', 'tsconfig.base.json'];
  for (const name of [...parts, 'package.json', 'package-lock.json']) {
    cpSync(join(root, name), join(clone, name), { recursive: true, preserveTimestamps: true });
  }
  for (const name of ['node_modules', 'assets']) symlinkSync(join(root, name), join(clone, name));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

const node = (...args: string[]) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  return spawnSync(process.execPath, args, { cwd: clone, encoding: 'utf8', env });
};
const summary = () => node('scripts/loom.mjs', 'summary', 'assets/examples/thermometer-linear.loom');

it('setup does nothing when everything is up to date', () => {
  node('scripts/setup.mjs', '--no-app');
  const times = () =>
    readdirSync(join(clone, 'dist')).map((name) => statSync(join(clone, 'dist', name)).mtimeMs);
  const before = times();
  expect(node('scripts/setup.mjs', '--no-app')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(times()).toEqual(before);
  expect(summary()).toMatchObject({ status: 0, stderr: '' });
});

/** A stub for the compiler, which takes half a minute on a busy machine. The engine here is one file of JavaScript. */
const COMPILER = `const fs = require('node:fs');
fs.mkdirSync('dist/engine', { recursive: true });
fs.copyFileSync('engine/cli.ts', 'dist/engine/cli.js');
fs.writeFileSync('dist/engine.tsbuildinfo', '');`;

it('the command line rebuilds itself when a source is newer, as after a pull, and warns if data is missing', () => {
  const small = mkdtempSync(join(tmpdir(), 'loom-small-'));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(small, name)), { recursive: true });
    writeFileSync(join(small, name), text);
  };
  cpSync(join(root, 'scripts'), join(small, 'scripts'), { recursive: true });
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '');
  write('node_modules/.layerloom-lock', createHash('sha256').digest('hex'));
  write('node_modules/@typescript/native/package.json', '{}');
  write('node_modules/@typescript/native/bin/tsc', COMPILER);
  const loom = () => spawnSync(process.execPath, ['scripts/loom.mjs'], { cwd: small, encoding: 'utf8' });

  write('engine/cli.ts', "console.log('old')");
  const first = loom();
  expect(first).toMatchObject({ status: 0, stdout: 'old\n' });
  expect(first.stderr).toMatch(/^setup: build: compiled\nsetup: CIFAR-10: /);
  expect(loom()).toMatchObject({ status: 0, stdout: 'old\n', stderr: '' });
  write('engine/cli.ts', "console.log('pulled')");
  expect(loom()).toMatchObject({ status: 0, stdout: 'pulled\n' });
  rmSync(small, { recursive: true });
});

it.runIf(process.platform === 'linux')(
  'npm start trains the birds example without a display and without the app',
  () => {
    const out = join(clone, 'run');
    const { status, stdout } = node('scripts/start.mjs', '--epochs', '1', '--out', out, '--no-export');
    expect(stdout).toMatch(/There is no display.*finished after 1 epochs/s);
    expect(status).toBe(0);
    expect(existsSync(join(clone, 'release'))).toBe(false);
  },
);
