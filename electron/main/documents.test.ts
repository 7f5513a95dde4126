import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { Documents } from './documents.js';
import { Recovery, UnsavedRuns } from './unsaved.js';

const text = serializeProject(templates[0]!.project);
let folder: string;
let opened: string[];
let recovery: Recovery;
let documents: Documents;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-documents-'));
  opened = [];
  recovery = new Recovery(join(folder, 'recovery'));
  const runs = new UnsavedRuns(
    join(folder, 'unsaved'),
    () => false,
    () => undefined,
  );
  documents = new Documents(recovery, runs, (path) => opened.push(path));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('saving a project writes its file and adds it to the opened files', async () => {
  const { token } = documents.create(text);
  const path = join(folder, 'mine.loom');
  await documents.save(token, text, path);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(opened).toEqual([path]);
});

it('opening a project removes what a save that was killed left beside it', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const path = join(folder, 'mine.loom');
  writeFileSync(path, text);
  writeFileSync(`${path}.${pid}-0123abcd-0123abcd.part`, text.slice(0, 10));
  await documents.open(path);
  expect(readdirSync(folder)).toEqual(['mine.loom']);
});

it('edits made during a save stay unsaved, and their recovery copy is kept', async () => {
  const { token, name } = documents.create(text);
  const later = text.replace('"name": "', '"name": "later ');
  await documents.setEdited(token, true);
  const saving = documents.save(token, text, join(folder, 'mine.loom'));
  await documents.autosave(token, later);
  expect(await saving).toEqual({ token, name: 'mine' });
  expect(name).not.toBe('mine');
  expect(await documents.lossOf(token)).toEqual({ name: 'mine', what: 'changes' });
  expect(await recovery.read(token)).toMatchObject({ text: later });
});

it('undone changes leave no recovery copy behind', async () => {
  const { token } = documents.create(text);
  await documents.setEdited(token, true);
  await documents.autosave(token, text);
  await documents.setEdited(token, false);
  expect(await recovery.list()).toEqual([]);
});

it('of many concurrent saves, the last one wins', async () => {
  const { token } = documents.create(text);
  const path = join(folder, 'mine.loom');
  const versions = Array.from({ length: 20 }, (_, i) => text.replace('"name": "', `"name": "${i} `));
  await Promise.all(versions.map((version) => documents.save(token, version, path)));
  expect(readFileSync(path, 'utf8')).toBe(versions.at(-1));
});

it('text that is not a project never overwrites the file', async () => {
  const path = join(folder, 'mine.loom');
  writeFileSync(path, text);
  const { token } = await documents.open(path);
  await expect(documents.save(token, '{}')).rejects.toThrow('format');
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('unsaved work is recovered under its token, with its runs; closing discards it', async () => {
  const { token } = documents.create(text);
  const runs = await documents.runsFolder(token);
  const last = Array.from({ length: 20 }, (_, i) => text.replace('"name": "', `"name": "${i} `));
  await Promise.all(last.map((version) => documents.autosave(token, version)));
  documents.forgetAll();
  const recovered = await documents.recover(token);
  expect(recovered).toMatchObject({ token, recovered: true, saved: false, text: last.at(-1) });
  expect(await documents.runsFolder(token)).toBe(runs);
  await documents.close(token);
  await expect(documents.recover(token)).rejects.toThrow('shell/unsaved-work-gone');
});

it('unknown tokens and missing files are rejected with a message', async () => {
  expect(() => documents.get('0')).toThrow('shell/document-closed');
  await expect(documents.open(join(folder, 'nothing.loom'))).rejects.toThrow(
    'io/unreadable {"where":{"kind":"file","path":"nothing.loom"}',
  );
});
