import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-imports-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Checks a tree that holds just these files. */
function check(files: Readonly<Record<string, string>>) {
  for (const part of ['engine', 'electron', 'renderer']) {
    rmSync(join(folder, part), { recursive: true, force: true });
    mkdirSync(join(folder, part));
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, 'engine', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

it('finds nothing wrong where nothing is', () => {
  const files = { 'engine/a.ts': "export { b } from './b.js';\n", 'engine/b.ts': 'export const b = 1;\n' };
  expect(check(files)).toMatchObject({ status: 0 });
});

it.each([
  [
    'engine-stands-alone',
    { 'engine/a.ts': "export { b } from '../electron/b.js';\n", 'electron/b.ts': 'export const b = 1;\n' },
  ],
  ['engine-is-pure', { 'engine/graph/a.ts': "export { readFileSync } from 'node:fs';\n" }],
  [
    'pure-engine-takes-no-node-parts',
    { 'engine/a.ts': "export { b } from './io/b.js';\n", 'engine/io/b.ts': 'export const b = 1;\n' },
  ],
  ['renderer-is-sandboxed', { 'renderer/a.ts': "export { readFileSync } from 'node:fs';\n" }],
  [
    'renderer-takes-pure-engine-modules',
    {
      'renderer/a.ts': "export { b } from '../engine/io/b.js';\n",
      'engine/io/b.ts': 'export const b = 1;\n',
    },
  ],
  [
    'no-cycles',
    {
      'engine/a.ts': "import { b } from './b.js';\nexport const a = () => b;\n",
      'engine/b.ts': "import { a } from './a.js';\nexport const b = () => a;\n",
    },
  ],
])('fails for a planted violation of %s', (rule, files) => {
  const { status, output } = check(files);
  expect(output).toContain(rule);
  expect(status).not.toBe(0);
});
