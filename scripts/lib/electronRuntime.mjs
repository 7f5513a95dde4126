// Finds the Electron runtime to package the app with: the official one if it can be downloaded, else on Linux x64 the
// one described in docs/offline.md.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { offlineElectron } from '../offline/electron.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const MINUTE = 60_000;

/**
 * Finds or downloads Electron. Returns its folder, its version and whether it is the official build of the version in
 * package.json. Throws with advice if there is none.
 */
export async function ensureElectron(log = console.log) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return { dist: path.resolve(given), version: await versionOf(given), official: false };
  const official = await officialRuntime(log);
  if (official) return official;
  if (process.platform === 'linux' && process.arch === 'x64') return offlineElectron(log);
  throw new Error(
    'Electron cannot be downloaded. Check the connection, set ELECTRON_MIRROR, or name a folder with an ' +
      'unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.',
  );
}

async function officialRuntime(log) {
  const folder = path.dirname(require.resolve('electron/package.json'));
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const dist = path.join(folder, 'dist');
  const present = async () => existsSync(path.join(dist, 'version')) && (await versionOf(dist)) === version;
  if (!(await present())) {
    if (!(await reachable())) return null;
    log(`Downloading Electron ${version}`);
    try {
      await run(process.execPath, [path.join(folder, 'install.js')], { timeout: 10 * MINUTE });
    } catch (error) {
      log(`Electron ${version} could not be downloaded: ${String(error.stderr || error.message).trim()}`);
      return null;
    }
  }
  return (await present()) ? { dist, version, official: true } : null;
}

async function reachable() {
  const base = process.env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/';
  try {
    await fetch(base, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

async function versionOf(dist) {
  return (await readFile(path.join(dist, 'version'), 'utf8')).trim().replace(/^v/, '');
}
