#!/usr/bin/env node
// Prints the command of a Python that can run exported files and, on a second line, the folder for its PYTHONPATH.
// Installs onnxruntime into the cache folder if Python lacks it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolder } from './lib/folders.mjs';
import { run } from './lib/run.mjs';

/** The oldest onnxruntime with which `npm run readers` opens exported files. */
const PACKAGES = ['onnxruntime>=1.15', 'numpy'];

/** The first command that starts: `python3` on Unix, `python` on Windows. */
function findPython() {
  const found = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (found) return found;
  throw new Error(
    'Python was not found; it is needed to run the snippet. Install Python 3.10 or newer with pip ' +
      '(Debian: apt-get install python3 python3-pip; others: https://www.python.org/downloads/).',
  );
}

function canRun(python, folder) {
  const env = { ...process.env, PYTHONPATH: folder };
  return spawnSync(python, ['-c', 'import numpy, onnxruntime'], { env }).status === 0;
}

/** Installs the packages into a folder in the cache, atomically, and returns it. */
function prepare(python) {
  const version = run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']).trim();
  const folder = join(cacheFolder(), `python-${version}-onnxruntime`);
  if (canRun(python, folder)) return folder;
  const trial = `${folder}.${process.pid}`;
  mkdirSync(cacheFolder(), { recursive: true });
  run(python, ['-m', 'pip', 'install', '--quiet', '--target', trial, ...PACKAGES]);
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  renameSync(trial, folder);
  if (canRun(python, folder)) return folder;
  throw new Error(`onnxruntime was installed into ${folder} but ${python} cannot import it.`);
}

try {
  const python = findPython();
  console.log(python);
  console.log(canRun(python, '') ? '' : prepare(python));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
