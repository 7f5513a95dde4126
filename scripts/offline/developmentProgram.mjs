import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * The program that runs a checkout as it is. An Electron with its default app is given the folder as an argument; one
 * without looks for an app in its resources only, so a runtime of links is laid out that has the checkout there.
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
  // Electron looks for its files beside the file that runs, which a link would not be.
  copyFileSync(join(dist, 'electron'), join(runtime, 'electron'));
  symlinkSync(root, join(runtime, 'resources', 'app'));
  return join(runtime, 'electron');
}
