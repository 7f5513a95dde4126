// Checks the shared libraries that Electron needs on Linux; as root on Debian, installs missing ones.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian packages; newer releases add `t64` to some names. */
const PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libnotify4',
  'libatspi2.0-0',
  'libdrm2',
  'libxkbcommon0',
];

/** Ensures that the runtime in `dist` finds its libraries. Throws with the command that installs them. */
export async function ensureLibraries(dist, log = console.log) {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(dist);
  if (missing.length === 0) return;
  await installPackages(PACKAGES, `Electron lacks ${missing.join(', ')}.`, log);
  const still = await missingLibraries(dist);
  if (still.length > 0) throw new Error(`Electron still lacks ${still.join(', ')}.`);
}

/** Ensures that `xvfb-run` is installed, to open windows without a display. */
export async function ensureXvfb(log = console.log) {
  if (process.platform !== 'linux' || onPath('xvfb-run')) return;
  await installPackages(['xvfb', 'xauth'], 'There is no display and no xvfb-run.', log);
}

/** True if a program is on the PATH. */
export function onPath(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

async function missingLibraries(dist) {
  const { stdout } = await run('ldd', [path.join(dist, 'electron')]);
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
}

async function installPackages(names, why, log) {
  if (!onPath('apt-get')) {
    throw new Error(`${why} Install your system's packages of ${names.join(', ')}.`);
  }
  const command = `apt-get install -y --no-install-recommends ${(await availableNames(names)).join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`${why} Install with: sudo ${command}`);
  log(`${why} Installing with: ${command}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  // After the update, names may be available that weren't before.
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...(await availableNames(names))], {
    env,
  });
}

async function availableNames(names) {
  return Promise.all(
    names.map(async (name) => {
      const { stdout } = await run('apt-cache', ['pkgnames', `${name}t64`]).catch(() => ({ stdout: '' }));
      return stdout.split('\n').includes(`${name}t64`) ? `${name}t64` : name;
    }),
  );
}
