#!/usr/bin/env node
// Runs the end-to-end tests on the packaged app, on virtual displays where there is none. Root's windows run without
// Chromium's sandbox, so a whole run by root ends with the main journey as an ordinary user:
// `npm run e2e -- --ordinary-user e2e/journey.spec.ts` runs some tests so.
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedElectron } from './lib/app.mjs';
import { ensureXvfb } from './lib/electronLibraries.mjs';

/** "nobody", on every Linux. */
const NOBODY = 65534;
/** The main journey, and that the sandbox is on. */
const SMOKE = ['e2e/journey.spec.ts', 'e2e/shell.spec.ts', '-g', 'open an example|in the sandbox'];
const ORDINARY = '--ordinary-user';

const root = fileURLToPath(new URL('..', import.meta.url));
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

/** Runs tests and answers the exit status; `more` says as whom, who may not use this user's display. */
function run(args, more = {}) {
  const command = [playwright, 'test', '-c', 'e2e/playwright.config.ts', ...args];
  const display = headless || more.uid !== undefined ? { LAYERLOOM_E2E_DISPLAY: 'virtual' } : {};
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1', ...display, ...more.env };
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', ...more, env }).status ?? 1;
}

/** What keeps an ordinary user from running the app here; null where nothing does. */
function obstacle() {
  const may = (program, ...args) => spawnSync(program, args, { uid: NOBODY, gid: NOBODY }).status === 0;
  if (!may('ls', join(root, 'release'))) return `others than root may not read ${root}`;
  if (!may('unshare', '--user', 'true')) return 'the sandbox needs namespaces, which only root may make here';
  return null;
}

/** Runs tests as a user who has nothing but a home folder, with Chromium's sandbox. */
function runAsOrdinaryUser(args) {
  const home = mkdtempSync(join(tmpdir(), 'loom-home-'));
  chownSync(home, NOBODY, NOBODY);
  const folders = { HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home };
  try {
    console.log('The same as an ordinary user, with the sandbox');
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
if (why) console.log(`Not run as an ordinary user: ${why}`);
process.exit(again && !why ? runAsOrdinaryUser(SMOKE) : status);
