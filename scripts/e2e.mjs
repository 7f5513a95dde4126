#!/usr/bin/env node
// Runs the end-to-end tests on the packaged app, on a virtual display where there is none.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedElectron } from './lib/app.mjs';
import { ensureXvfb } from './lib/electronLibraries.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);
const command = [
  process.execPath,
  playwright,
  'test',
  '-c',
  'e2e/playwright.config.ts',
  ...process.argv.slice(2),
];
const { version, official } = packagedElectron(root);
console.log(`End-to-end tests on Electron ${version}${official ? '' : ' (not the official build)'}`);

const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
if (headless) await ensureXvfb();
const [program, ...args] = headless
  ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24', ...command]
  : command;
const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1' };
process.exit(spawnSync(program, args, { cwd: root, stdio: 'inherit', env }).status ?? 1);
