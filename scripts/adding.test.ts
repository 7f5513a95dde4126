import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

// Follows docs/adding.md literally in a copy of the repository.

const root = fileURLToPath(new URL('..', import.meta.url));
const COPIED = [
  'engine',
  'electron',
  'renderer',
  'dist',
  'package.json',
  'tsconfig.base.json',
  '.dependency-cruiser.cjs',
];
let folder: string;

/** A fenced code block of the page: a new file or a diff. */
interface Block {
  readonly kind: 'ts' | 'diff';
  readonly file: string;
  readonly text: string;
}

/** The parts of a project file that these tests change. */
interface Project {
  data: { transforms: { type: string }[] };
  model: { layers: { type: string }[] };
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(ts|diff) (\S+)\n(.*?)^```$/gms)].map(([, kind, file, text]) => ({
    kind: kind as Block['kind'],
    file: file!,
    text: text!,
  }));
}

/** The lines of one side of a diff, without their marks. */
function side(diff: string, mark: '-' | '+'): string {
  return diff
    .split('\n')
    .filter((line) => line.startsWith(' ') || line.startsWith(mark))
    .map((line) => `${line.slice(1)}\n`)
    .join('');
}

function apply({ kind, file, text }: Block): void {
  const path = join(folder, file);
  if (kind === 'ts') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const pieces = readFileSync(path, 'utf8').split(side(text, '-'));
  expect(pieces, `${file} contains the lines that the page changes exactly once:\n${text}`).toHaveLength(2);
  writeFileSync(path, pieces.join(side(text, '+')));
}

function run(program: string, args: readonly string[]) {
  const script = join(root, 'node_modules', program);
  return spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
}

const blocks = blocksOf(readFileSync(join(root, 'docs', 'adding.md'), 'utf8'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-adding-'));
  for (const name of COPIED) {
    cpSync(join(root, name), join(folder, name), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const block of blocks) apply(block);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has examples', () => {
  expect(blocks.length).toBeGreaterThan(5);
});

it('compiles and obeys the import rules', () => {
  const files = [...new Set(blocks.map(({ file }) => file))];
  const compiled = run('@typescript/native/bin/tsc', ['-b', 'engine', 'electron', 'renderer']);
  expect(compiled.stdout + compiled.stderr).toBe('');
  const cruised = run('dependency-cruiser/bin/dependency-cruise.mjs', [
    ...files,
    '--config',
    '.dependency-cruiser.cjs',
  ]);
  expect(cruised.stdout).toContain('no dependency violations found');
}, 300_000);

/** Trains a modified thermometer project for two epochs and returns the command line's last event. */
function trained(name: string, change: (project: Project) => void): unknown {
  const example = join(root, 'assets', 'examples', 'thermometer-tanh.loom');
  const project = JSON.parse(readFileSync(example, 'utf8')) as Project;
  change(project);
  const file = join(folder, `${name}.loom`);
  writeFileSync(file, JSON.stringify(project));
  const program = join(folder, 'dist', 'engine', 'cli.js');
  const args = ['train', file, '--epochs', '2', '--out', join(folder, name), '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

const PROVED = { event: 'done', certificate: { images: 2 } };

it('the new layer trains, and its export is proved', () => {
  const done = trained('softsign', ({ model }) => {
    model.layers[1]!.type = 'Softsign';
  });
  expect(done).toMatchObject(PROVED);
});

it('the new transform prepares samples, and the export is proved', () => {
  const done = trained('square-root', ({ data }) => {
    data.transforms = [{ type: 'SquareRoot' }];
  });
  expect(done).toMatchObject(PROVED);
});

it('the new job answers', () => {
  trained('square-root-again', ({ data }) => {
    data.transforms = [{ type: 'SquareRoot' }];
  });
  const script = join(folder, 'ask.mjs');
  writeFileSync(
    script,
    `import { runHere } from './dist/engine/cli/command.js';
     import { dataPlaces } from './dist/engine/io/dataSets.js';
     import { createNodeEnvironment } from './dist/engine/io/environment.js';
     import { lastLoss } from './dist/engine/jobs/lastLoss.js';
     const terminal = { environments: { engine: () => createNodeEnvironment(dataPlaces(process.env)) } };
     console.log(JSON.stringify(await runHere(terminal, lastLoss, { run: 'square-root-again' })));`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ loss: expect.any(Number) as number });
});
