import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Violation {
  readonly rule: string;
  readonly from: string;
}

/** Checks a tree of only these files and returns the violations. */
function check(files: Readonly<Record<string, string>>): { status: number | null; violations: Violation[] } {
  const folder = mkdtempSync(join(tmpdir(), 'loom-imports-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const part of ['engine', 'electron', 'renderer']) mkdirSync(join(folder, part));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, 'engine', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const violations = [...stdout.matchAll(/^ +error ([\w-]+): (\S+)/gm)].map(([, rule, from]) => ({
    rule: rule!,
    from: from!,
  }));
  rmSync(folder, { recursive: true });
  return { status, violations };
}

it('finds no violations in a valid tree', () => {
  const files = { 'engine/a.ts': "export { b } from './b.js';\n", 'engine/b.ts': 'export const b = 1;\n' };
  expect(check(files)).toEqual({ status: 0, violations: [] });
});

/** The engine's layers from the bottom up. */
const ORDER = [
  'base',
  'tensor',
  'random',
  'backends',
  'nn',
  'data',
  'project',
  'evaluate',
  'train',
  'health',
  'exchange',
  'runs',
  'jobs',
  'text',
];
const layerRule = (layer: string) => `${layer}-uses-lower-layers-only`;

it('fails for every engine layer that imports a type from the next higher one', () => {
  const files = ORDER.flatMap((layer, i) => {
    const next = ORDER[i + 1];
    const use = next ? `import type { T as Next } from '../${next}/a.js';\nexport type Used = Next;\n` : '';
    return [[`engine/${layer}/a.ts`, `${use}export interface T {\n  readonly a: number;\n}\n`] as const];
  });
  const { status, violations } = check(Object.fromEntries(files));
  const rules = violations.map(({ rule }) => rule);
  for (const layer of ORDER.slice(0, -1)) expect(rules).toContain(layerRule(layer));
  expect(status).not.toBe(0);
});

it('allows every engine layer to use all lower ones', () => {
  const files = ORDER.map((layer, i) => {
    const uses = ORDER.slice(0, i).map((lower) => `export { ${lower} } from '../${lower}/a.js';\n`);
    return [`engine/${layer}/a.ts`, `${uses.join('')}export const ${layer} = 1;\n`] as const;
  });
  expect(check(Object.fromEntries(files))).toMatchObject({ status: 0 });
});

/** A tree that violates each other rule. */
const PLANTED: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'engine-stands-alone',
    { 'engine/a.ts': "export { b } from '../electron/b.js';\n", 'electron/b.ts': 'export const b = 1;\n' },
  ],
  ['engine-is-pure', { 'engine/tensor/a.ts': "export { readFileSync } from 'node:fs';\n" }],
  [
    'pure-engine-takes-no-node-parts',
    { 'engine/a.ts': "export { b } from './io/b.js';\n", 'engine/io/b.ts': 'export const b = 1;\n' },
  ],
  [
    'text-is-for-people',
    {
      'engine/a.ts': "export { b } from './text/b.js';\n",
      'engine/text/b.ts': 'export const b = 1;\n',
    },
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
  [
    'no-cycles-of-types-in-the-engine',
    {
      'engine/nn/a.ts': "import type { B } from './b.js';\nexport interface A {\n  readonly b: B;\n}\n",
      'engine/nn/b.ts': "import type { A } from './a.js';\nexport interface B {\n  readonly a: A;\n}\n",
    },
  ],
  [
    'engine-knows-no-doors',
    {
      'engine/io/a.ts': "import type { B } from '../cli/b.js';\nexport type A = B;\n",
      'engine/cli/b.ts': 'export type B = 1;\n',
    },
  ],
  [
    'only-tests-use-testing',
    {
      'engine/nn/a.ts': "export { b } from '../testing/b.js';\n",
      'engine/testing/b.ts': 'export const b = 1;\n',
    },
  ],
  [
    'renderer-takes-only-types-of-the-contract',
    {
      'renderer/a.ts': "export { b } from '../electron/ipc/b.js';\n",
      'electron/ipc/b.ts': 'export const b = 1;\n',
    },
  ],
  [
    'state-knows-no-screens',
    {
      'renderer/state/a.ts': "export { b } from '../data/b.js';\n",
      'renderer/data/b.ts': 'export const b = 1;\n',
    },
  ],
  [
    'actions-know-no-screens',
    {
      'renderer/actions/a.ts': "export { b } from '../train/b.js';\n",
      'renderer/train/b.ts': 'export const b = 1;\n',
    },
  ],
  // Installed, but only as a dependency of another package.
  ['no-undeclared-packages', { 'renderer/a.ts': "export { parse } from 'acorn';\n" }],
  ['everything-resolves', { 'engine/a.ts': "export { b } from './none.js';\n" }],
];

it('covers every rule with a violation', () => {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
    readonly forbidden: readonly { readonly name: string }[];
  };
  const planted = [...PLANTED.map(([rule]) => rule), ...ORDER.slice(0, -1).map(layerRule)];
  expect(planted.sort()).toEqual(forbidden.map(({ name }) => name).sort());
});

describe('planted violations', () => {
  /** Numbers a plant's files, so that one tree can hold all plants. */
  const numbered = (plant: number, text: string) => text.replace(/\b([ab])(?=\.(?:js|ts)\b)/g, `$1${plant}`);
  let found: ReturnType<typeof check>;
  beforeAll(() => {
    const plants = PLANTED.flatMap(([, files], i) =>
      Object.entries(files).map(([name, text]) => [numbered(i, name), numbered(i, text)] as const),
    );
    found = check(Object.fromEntries(plants));
  });

  it.each(PLANTED.map(([rule], i) => [rule, i] as const))('fails for one of %s', (rule, i) => {
    const own = new RegExp(`/[ab]${i}\\.ts$`);
    const rules = found.violations.filter(({ from }) => own.test(from)).map((violation) => violation.rule);
    expect(rules).toContain(rule);
    expect(found.status).not.toBe(0);
  });
});
