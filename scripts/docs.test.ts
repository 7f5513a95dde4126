import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
];

/** Files that a page names in backticks, by their path from the root, and files that it links to. */
function filesNamedBy(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const named = [...text.matchAll(/`((?:engine|electron|renderer|scripts|docs|e2e|assets)\/[\w./-]+)`/g)];
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => join(dirname(page), path!));
  return [...named.map(([, path]) => path!), ...linked];
}

it.each(pages)('%s names only files that exist', (page) => {
  expect(filesNamedBy(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it("docs/readers.md is the page of the readers' matrix, which certificates are made from", async () => {
  const { documentOf } = (await import(new URL('readers/document.mjs', import.meta.url).href)) as {
    documentOf: (matrix: unknown) => string;
  };
  const path = join(root, 'docs', 'readers.md');
  const matrix: unknown = JSON.parse(readFileSync(join(root, 'engine/exchange/onnx/readers.json'), 'utf8'));
  const options = { ...(await resolveConfig(path)), filepath: path };
  expect(await format(documentOf(matrix), options)).toBe(readFileSync(path, 'utf8'));
});
