import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * The program that runs a checkout. An Electron with its default app accepts the folder as an argument. One without it
 * runs only an app in its resources, so this creates a runtime of links with the checkout there.
 */
export function developmentProgram(root, dist) {
  const program = PROGRAMS[process.platform];
  if (program) return join(dist, program);
  if (existsSync(join(dist, 'resources', 'default_app.asar'))) return join(dist, 'electron');

  const runtime = join(root, '.cache', 'dev-electron');
  rmSync(runtime, { recursive: true, force: true });
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  for (const name of readdirSync(dist)) {
    if (!['electron', 'resources'].includes(name)) symlinkSync(join(dist, name), join(runtime, name));
  }
  // Electron looks for its files next to the executable, so it must be a copy, not a link.
  copyFileSync(join(dist, 'electron'), join(runtime, 'electron'));
  symlinkSync(root, join(runtime, 'resources', 'app'));
  return join(runtime, 'electron');
}
