import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** Installs what package-lock.json says when node_modules does not hold exactly that. */
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
