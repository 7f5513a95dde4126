#!/usr/bin/env node
// `npm start`: prepares the clone and opens the app. Without a display, it trains the birds example on the command line
// instead and says how to open the window.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { appProgram } from './lib/app.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { env, platform } = process;
const userArgs = process.argv.slice(2);

function run(command, args, more = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...more } });
  if (status !== 0) process.exit(status ?? 1);
}

const headless = platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
run(process.execPath, ['scripts/setup.mjs', ...(headless ? ['--no-app'] : [])]);
if (headless) {
  console.log('There is no display. To open the window on a virtual one: xvfb-run -a npm start');
  console.log('Training the birds example on the command line:\n');
  run(process.execPath, [
    'scripts/loom.mjs',
    'train',
    'assets/examples/birds-vs-airplanes.loom',
    ...userArgs,
  ]);
} else {
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  run(appProgram(root), [...asRoot, ...userArgs], { LAYERLOOM_DATA_DIR: `${root}assets/data` });
}
