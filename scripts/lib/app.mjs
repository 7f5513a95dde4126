import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureLibraries } from './electronLibraries.mjs';
import { ensureElectron } from './electronRuntime.mjs';
import { newest } from './build.mjs';
import { run } from './run.mjs';

const SOURCES = [
  'engine',
  'electron',
  'renderer',
  'assets/examples',
  'assets/icons',
  'electron.vite.config.ts',
  'scripts/offline',
  'electron-builder.yml',
  'package-lock.json',
];

/** The folder that electron-builder writes the app to, and the program in it, by platform. */
const PROGRAMS = {
  linux: ['linux-unpacked', 'layerloom'],
  darwin: ['mac-arm64', 'Layerloom.app/Contents/MacOS/Layerloom'],
  win32: ['win-unpacked', 'Layerloom.exe'],
};

/** The path of the packaged app's program. */
export function appProgram(root) {
  return join(root, 'release', ...PROGRAMS[process.platform]);
}

/** Version of the packaged Electron and whether it is the official build, as recorded by `prepareApp`. */
export function packagedElectron(root) {
  return JSON.parse(readFileSync(stampOf(root), 'utf8'));
}

const stampOf = (root) => join(root, 'release', 'electron.json');

/** Builds the window and packages the app with Electron, if a source is newer than the last package. */
export async function prepareApp(root) {
  const stamp = stampOf(root);
  const packagedAt = existsSync(stamp) ? newest(stamp) : 0;
  if (packagedAt > newest(...SOURCES.map((name) => join(root, name)))) return null;

  const electron = await ensureElectron();
  await ensureLibraries(electron.dist);
  const require = createRequire(join(root, 'package.json'));
  const tool = (name, script) => join(dirname(require.resolve(`${name}/package.json`)), script);
  const env = {
    ...process.env,
    ELECTRON_EXEC_PATH: join(electron.dist, 'electron'),
    ELECTRON_OVERRIDE_DIST_PATH: electron.dist,
  };
  rmSync(stamp, { force: true });
  run(process.execPath, [tool('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    env,
  });
  const packaging = [
    ...['--dir', '--publish', 'never'],
    `-c.electronDist=${electron.dist}`,
    `-c.electronVersion=${electron.version}`,
    '-c.electronFuses.enableNodeCliInspectArguments=true',
  ];
  run(process.execPath, [tool('electron-builder', 'cli.js'), ...packaging], { cwd: root, env, quiet: true });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ version: electron.version, official: electron.official }));
  return `packaged with Electron ${electron.version}${electron.official ? '' : ', for development only'}`;
}
