#!/usr/bin/env node
// Runs the end-to-end tests on the packaged app, on virtual displays if there is no display. As root, the app runs
// without Chromium's sandbox, so a full run by root ends with the main journey as an unprivileged user. To run some
// tests that way: `npm run e2e -- --ordinary-user e2e/journey.spec.ts`.
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedElectron } from './lib/app.mjs';
import { ensureXvfb } from './lib/electronLibraries.mjs';

/** The user id of "nobody" on Linux. */
const NOBODY = 65534;
/** The main journey and the test of the sandbox. */
const SMOKE = ['e2e/journey.spec.ts', 'e2e/shell.spec.ts', '-g', 'open an example|in the sandbox'];
const ORDINARY = '--ordinary-user';

const root = fileURLToPath(new URL('..', import.meta.url));
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

/** Runs tests and returns the exit status. Another user, set in `more`, gets a virtual display. */
function run(args, more = {}) {
  const command = [playwright, 'test', '-c', 'e2e/playwright.config.ts', ...args];
  const display = headless || more.uid !== undefined ? { LAYERLOOM_E2E_DISPLAY: 'virtual' } : {};
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...display, ...more.env };
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', ...more, env }).status ?? 1;
}

/** The reason why an unprivileged user can't run the app here; null if there is none. */
function obstacle() {
  const may = (program, ...args) => spawnSync(program, args, { uid: NOBODY, gid: NOBODY }).status === 0;
  if (!may('ls', join(root, 'release'))) return `only root can read ${root}`;
  if (!may('unshare', '--user', 'true'))
    return 'the sandbox needs user namespaces, which only root can create here';
  return null;
}

/** Runs tests with Chromium's sandbox, as a user with an empty home folder. */
function runAsOrdinaryUser(args) {
  const home = mkdtempSync(join(tmpdir(), 'loom-home-'));
  chownSync(home, NOBODY, NOBODY);
  const folders = { HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home };
  try {
    console.log('Running as an unprivileged user, with the sandbox');
    const output = ['--output', join(home, 'results')];
    return run([...args, ...output], { uid: NOBODY, gid: NOBODY, env: { ...folders, TMPDIR: home } });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const { version, official } = packagedElectron(root);
console.log(`End-to-end tests on Electron ${version}${official ? '' : ' (not the official build)'}`);
const [first, ...others] = process.argv.slice(2);
const asRoot = process.platform === 'linux' && process.getuid() === 0;
if (headless || asRoot) await ensureXvfb();

if (first === ORDINARY) process.exit(runAsOrdinaryUser(others));
const status = run(process.argv.slice(2));
const again = status === 0 && first === undefined && asRoot;
const why = again && obstacle();
if (why) console.log(`Skipped the run as an unprivileged user: ${why}`);
process.exit(again && !why ? runAsOrdinaryUser(SMOKE) : status);
