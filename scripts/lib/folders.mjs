import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/** The folder where checkouts share downloads. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'layerloom');
}

/** A folder of the cache in which `install` has put something, once. */
export function prepareOnce(name, install) {
  const folder = join(cacheFolder(), name);
  const marker = join(folder, 'complete');
  if (existsSync(marker)) return folder;
  console.log(`installing ${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  install(folder);
  writeFileSync(marker, '');
  return folder;
}

/** The Python of a virtual environment with these packages; `python` is one that all of them support. */
export function pythonOf(name, packages, python = 'python3.11') {
  // Environments cannot be moved, so it is made in place.
  const folder = prepareOnce(name, (target) => {
    run(python, ['-m', 'venv', target]);
    run(join(target, 'bin', 'pip'), ['install', '--quiet', ...packages]);
  });
  return join(folder, 'bin', 'python');
}

/** Runs `use` with a temporary folder that is removed afterward. */
export async function inScratch(use) {
  const scratch = mkdtempSync(join(tmpdir(), 'layerloom-'));
  try {
    await use(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
