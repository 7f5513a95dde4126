import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** Installs the dependencies if node_modules doesn't match package-lock.json. */
export function prepareDependencies(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.layerloom-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return null;
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root });
  writeFileSync(stamp, lock);
  return 'installed';
}
