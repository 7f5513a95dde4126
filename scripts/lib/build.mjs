import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newest } from './newest.mjs';
import { run } from './run.mjs';

/**
 * Compiles `engine`, or `electron` with the engine that it uses, if a source is newer than the last build. The app is
 * built on its own.
 */
export function prepareBuild(root, part = 'engine') {
  const built = join(root, 'dist', `${part}.tsbuildinfo`);
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (builtAt > newest(join(root, 'engine'), join(root, part))) return null;
  run(process.execPath, [join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc'), '-b', part], {
    cwd: root,
  });
  return 'compiled';
}
