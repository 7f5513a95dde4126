import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './loom.js';

/** The built command line. */
export const program = join(root, 'dist', 'engine', 'cli.js');

/** The environment of a process whose home is a folder of its own. */
export const homeEnvironment = (home: string): Record<string, string | undefined> => ({
  PATH: process.env['PATH'],
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
});

/** Runs the built command line to its end, as a user would. */
export function spawnLoom(home: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...homeEnvironment(home), ...env },
  });
  return { status, stdout, stderr };
}
