import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Code that violates a rule, alone in a file of the engine where no folder is named. */
const PLANTED: Readonly<Record<string, string>> = {
  // Rules that need types.
  'typescript(await-thenable)': 'export const a = async () => await 1;',
  'typescript(no-floating-promises)': 'export function a() { Promise.resolve(1); }',
  'typescript(no-misused-promises)': '[1].forEach(async () => { await Promise.resolve(); });',
  'typescript(no-unnecessary-condition)': "export const a = (b: { c: string }) => b?.c ?? '';",
  'typescript(no-unnecessary-type-assertion)': 'export const a = (b: string) => b as string;',
  'typescript(no-unnecessary-type-parameters)': 'export function a<T>(b: T): void { console.log(b); }',
  'typescript(no-unsafe-argument)': "export const a = () => parseInt(JSON.parse('1'));",
  'typescript(no-unsafe-assignment)': "export const a: string = JSON.parse('1');",
  'typescript(no-unsafe-call)': 'export const a = (b: never[]) => (JSON.parse(String(b)) as any)();',
  'typescript(no-unsafe-member-access)': "export const a = () => console.log(JSON.parse('1').b);",
  'typescript(no-unsafe-return)': "export const a = () => JSON.parse('1');",
  'typescript(no-confusing-void-expression)': 'export const a = [console.log()];',
  'typescript(no-deprecated)': 'export const a = (b: string) => b.substr(1);',
  'typescript(only-throw-error)': "export function a() { throw 'b'; }",
  'typescript(require-await)': 'export async function a() { console.log(); }',
  'typescript(restrict-plus-operands)': "export const a = (b: number) => b + 'c';",
  'typescript(restrict-template-expressions)': 'export const a = (b: object) => `${b}`;',
  'typescript(return-await)':
    'export async function a(b: Promise<1>) { try { return b; } catch { return 2; } }',
  'typescript(switch-exhaustiveness-check)':
    "export function a(b: 'c' | 'd') { switch (b) { case 'c': console.log(); } }",
  'typescript(unbound-method)': 'export const a = (b: Date) => { const c = b.getDay; return c; };',
  'typescript(use-unknown-in-catch-callback-variable)':
    'export const a = (b: Promise<1>) => b.catch((error) => { console.log(error); });',
  // Rules that do not.
  'typescript(ban-ts-comment)': '// @ts-ignore\nexport const a = 1;',
  'typescript(consistent-type-imports)': "import { b } from './b.js';\nexport type A = b;",
  'typescript(no-explicit-any)': 'export const a = (b: any) => { console.log(b); };',
  'eslint(complexity)': `export const a = (b: boolean) => ${'b ? 1 : '.repeat(15)}2;`,
  'eslint(max-depth)': `export function a(b: number[]) { ${'for (const c of b) '.repeat(5).replaceAll(') ', ') {')} console.log(c); ${'}'.repeat(5)} }`,
  'eslint(max-nested-callbacks)': `export const a = (b: number[]) => ${'b.map(() => '.repeat(5)}1${')'.repeat(5)};`,
  'eslint(no-unused-vars)': 'export function a(b: number) { return 1; }',
  'eslint(no-useless-assignment)': 'export function a() { let b = 1; console.log(b); b = 2; }',
  'eslint(prefer-const)': 'export function a() { let b = 1; return b; }',
};

/** Violations of the rules for single folders, and what those rules allow elsewhere. */
const OF_FOLDERS: readonly (readonly [file: string, text: string, rules: readonly string[]])[] = [
  ['renderer/let.ts', 'let a = 0;\nexport const b = () => a++;', ['local(state-has-an-owner)']],
  ['renderer/exported.ts', 'export let a = 0;\na = 1;', ['local(state-has-an-owner)']],
  ['renderer/inside.ts', 'export function a() { let b = 0; return () => b++; }', []],
  ['renderer/let.test.ts', 'let a = 0;\nexport const b = () => a++;', []],
  ['renderer/loom.ts', 'export const a: unknown = window.loom;', ['eslint(no-restricted-properties)']],
  ['renderer/main.tsx', 'export const a: unknown = window.loom;', []],
  ['scripts/a.mjs', 'window.b = document.c;', ['eslint(no-undef)', 'eslint(no-undef)']],
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}
let folder: string;
let status: number | null;
const found = new Map<string, string[]>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-lint-'));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `${text}\n`);
  };
  for (const file of [
    '.oxlintrc.json',
    'tsconfig.base.json',
    'engine/tsconfig.json',
    'renderer/tsconfig.json',
    'scripts/lib/lintRules.mjs',
  ]) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write('engine/b.ts', 'export interface b { readonly c: number; }');
  write('renderer/loom.d.ts', 'interface Window { readonly loom: unknown; }');
  for (const [i, text] of Object.values(PLANTED).entries()) write(`engine/a${i}.ts`, text);
  for (const [file, text] of OF_FOLDERS) write(file, text);

  const program = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const args = [program, '--format', 'json', 'engine', 'renderer', 'scripts'];
  const linted = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  status = linted.status;
  const { diagnostics } = JSON.parse(linted.stdout) as { diagnostics: Diagnostic[] };
  for (const { filename, code } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code]);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('fails', () => expect(status).toBe(1));

describe('planted violations', () => {
  it.each(Object.keys(PLANTED).map((rule, i) => [rule, i] as const))('finds one of %s', (rule, i) => {
    expect(found.get(`engine/a${i}.ts`)).toContain(rule);
  });

  it.each(OF_FOLDERS)('finds those in %s', (file, _, rules) => {
    expect(found.get(file) ?? []).toEqual(rules);
  });
});
