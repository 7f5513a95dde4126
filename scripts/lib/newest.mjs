import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

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
