import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataPlaces } from '../io/dataSets.js';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The path of an example project. */
export const example = (name: string): string => join(root, 'assets', 'examples', `${name}.loom`);

/** The prepared data set. */
export const cifar10 = join(root, 'assets', 'data', 'cifar-10');

/** A JSON object of which a test checks a few fields. */
export type Json = Record<string, unknown>;

/** The fields of a project file that tests change before it is parsed. */
export interface ProjectJson {
  version: number;
  data: {
    classes: string[];
    transforms: Json[];
    limitPerClass: number | null;
    validation: Json | null;
  };
  model: { layers: { id: string; name: string; type: string; params: Record<string, unknown> }[] };
  training: {
    batchSize: number;
    epochs: number;
    optimizer: Record<string, unknown>;
    loss: { type: string };
    schedule: Json | null;
  };
}

/** Reads an example project, to be changed. */
export const readExample = (name: string): ProjectJson =>
  JSON.parse(readFileSync(example(name), 'utf8')) as ProjectJson;

/** The data sets of the checkout. */
export const places: DataPlaces = {
  folder: join(root, 'assets', 'data'),
  cifar10Url: 'https://none.invalid',
};

/** The objects that `--json` printed. */
export const jsonLines = (text: string): Json[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);

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
