import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBuild } from './build.mjs';
import { prepareCifar10 } from './cifar10.mjs';
import { run } from './run.mjs';

// A step returns a line to print, or null if there was nothing to do.

/** The steps that the command line requires, in order. */
export const ENGINE_STEPS = [
  ['dependencies', prepareDependencies],
  ['build', prepareBuild],
];

/** Prepares the examples' data sets, which the built engine verifies. */
export const DATA_STEPS = [['CIFAR-10', prepareCifar10]];

/** Runs steps in order and returns how many had something to do. If one fails, throws with its name. */
export async function runSteps(root, steps, say) {
  let done = 0;
  for (const [name, prepare] of steps) {
    try {
      const message = await prepare(root);
      if (!message) continue;
      say(`setup: ${name}: ${message}`);
      done++;
    } catch (cause) {
      throw new Error(`setup: ${name}: ${cause.message}`, { cause });
    }
  }
  return done;
}

/** Installs the dependencies if node_modules doesn't match package-lock.json. */
function prepareDependencies(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.layerloom-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return null;
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root });
  writeFileSync(stamp, lock);
  return 'installed';
}
