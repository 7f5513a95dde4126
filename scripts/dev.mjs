#!/usr/bin/env node
// `npm run dev`: serves the window from vite with hot reload, and rebuilds and restarts the main process and the engine
// when their sources change. The app's profile is in the checkout's .cache folder.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { developmentProgram } from './offline/developmentProgram.mjs';
import { ensureLibraries } from './lib/electronLibraries.mjs';
import { ensureElectron } from './lib/electronRuntime.mjs';
import { DATA_STEPS, ENGINE_STEPS, runSteps } from './lib/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { DISPLAY, WAYLAND_DISPLAY } = process.env;
try {
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    throw new Error('There is no display. To open the window on a virtual one: xvfb-run -a npm run dev');
  }
  await runSteps(root, [...ENGINE_STEPS, ...DATA_STEPS], console.log);
  const electron = await ensureElectron();
  await ensureLibraries(electron.dist);
  const tool = join(dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')), 'bin');
  const child = spawn(process.execPath, [join(tool, 'electron-vite.js'), 'dev', '--watch'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ELECTRON_EXEC_PATH: developmentProgram(root, electron.dist),
      ELECTRON_CLI_ARGS: JSON.stringify([`--user-data-dir=${join(root, '.cache', 'dev-profile')}`]),
      LAYERLOOM_DATA_DIR: join(root, 'assets', 'data'),
      // Chromium's sandbox refuses to run as root.
      ...(process.getuid?.() === 0 && { NO_SANDBOX: '1' }),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
