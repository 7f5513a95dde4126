import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAMILIES, problem, type Problem } from '../base/problem.js';
import { english } from './english/index.js';
import { messageOf } from './index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The sources of a folder, by path, without its tests. */
function sources(folder: string): [path: string, text: string][] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^testing\b|__fixtures__/.test(file))
    .map((file) => [`${folder}/${file}`, readFileSync(join(root, folder, file), 'utf8')]);
}

const facts = readFileSync(join(root, 'engine/base/facts.ts'), 'utf8');
const declared = [...facts.matchAll(/^ {2}'([a-z0-9-]+)\/([a-z0-9-]+)':/gm)].map(([, family, name]) => ({
  family: family!,
  code: `${family!}/${name!}`,
}));

describe('the catalog', () => {
  it('has a sentence for each code, and no other', () => {
    expect(declared.length).toBeGreaterThan(100);
    expect(Object.keys(english.sentences).sort()).toEqual(declared.map(({ code }) => code).sort());
  });

  it('has no unknown family', () => {
    for (const { family } of declared) expect(FAMILIES).toContain(family);
  });

  it('mentions no option of the command line, because the window shows its sentences too', () => {
    const texts = sources('engine/text').filter(([path]) => !path.endsWith('/commandLine.ts'));
    for (const [path, text] of texts) expect(text.match(/--[a-z]+|layerloom (data|train)/), path).toBeNull();
  });

  it('names an unknown problem of a newer version by its code', () => {
    const unknown = { ...problem('bad-layer/none', {}), code: 'bad-layer/new' } as unknown as Problem;
    expect(messageOf(unknown)).toBe('bad-layer/new');
    const changed = { ...problem('bad-layer/none', {}), code: 'bad-shape/output' } as unknown as Problem;
    expect(messageOf(changed)).toBe('bad-shape/output');
  });
});

/** Errors that code of the same file catches, or that reach nobody but a log. */
const OWN_ERRORS = ['engine/io/import/zip.ts', 'engine/io/import/tar.ts'];

it('nothing outside engine/base/problem.ts throws an error with words of its own', () => {
  const throwers = ['engine', 'electron', 'renderer']
    .flatMap(sources)
    .filter(([, text]) => /throw new (Error|TypeError|RangeError)\(|extends ProblemError/.test(text));
  expect(throwers.map(([path]) => path).filter((path) => !OWN_ERRORS.includes(path))).toEqual([]);
});
