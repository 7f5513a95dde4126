import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newest } from './newest.mjs';
import { run } from './run.mjs';

/** Compiles the engine if a source is newer than the last build. The window is built with the app. */
export function prepareBuild(root) {
  const built = join(root, 'dist', 'engine.tsbuildinfo');
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (builtAt > newest(join(root, 'engine'))) return null;
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', 'engine'], {
    cwd: root,
  });
  return 'compiled';
}
