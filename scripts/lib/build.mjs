import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** Compiles TypeScript when a source is newer than the last build. */
export function prepareBuild(root) {
  const built = join(root, 'dist', 'engine.tsbuildinfo');
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (builtAt > newest(join(root, 'engine'))) return null;
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], { cwd: root });
  return 'compiled';
}

function newest(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
