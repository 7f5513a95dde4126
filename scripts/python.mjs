#!/usr/bin/env node
// Prints a Python that can run exported files, and the folder that its PYTHONPATH needs, one a line; installs
// onnxruntime into the cache when Python does not bring it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolder } from './lib/cacheFolder.mjs';
import { run } from './lib/run.mjs';

/** The first onnxruntime for Python that reads opset 18 with IR version 10. */
const PACKAGES = ['onnxruntime>=1.18', 'numpy'];

/** `python3` on Unix, `python` on Windows; the first that starts. */
function findPython() {
  const found = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (found) return found;
  throw new Error(
    'There is no Python to try the snippet with. Install Python 3.10 or newer with pip ' +
      '(Debian: apt-get install python3 python3-pip; others: https://www.python.org/downloads/).',
  );
}

function canRun(python, folder) {
  const env = { ...process.env, PYTHONPATH: folder };
  return spawnSync(python, ['-c', 'import numpy, onnxruntime'], { env }).status === 0;
}

/** A folder with the packages; made whole or not at all. */
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
