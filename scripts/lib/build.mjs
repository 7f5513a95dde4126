import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
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

/** The latest modification time among these files and folders, in milliseconds since 1970. */
export function newest(...places) {
  return Math.max(
    0,
    ...places.map((place) => (statSync(place).isDirectory() ? inFolder(place) : statSync(place).mtimeMs)),
  );
}

function inFolder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
