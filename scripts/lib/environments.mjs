import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { run } from './run.mjs';

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
