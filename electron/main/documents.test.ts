import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { Documents } from './documents.js';
import { openRecovery } from './recovery.js';
import { listRuns } from './runs.js';
import { openSettings } from './settings.js';

const text = serializeProject(templates[0]!.project);
let folder: string;
let opened: string[];
let documents: Documents;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-documents-'));
  opened = [];
  const recovery = openRecovery(join(folder, 'recovery'));
  documents = new Documents(recovery, join(folder, 'unsaved'), (path) => opened.push(path));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('the runs of an unsaved project come along when it is saved', async () => {
  const { token } = documents.create(text);
  const run = join(documents.runsFolder(token), 'run-1');
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'run.json'), '{}');
  const path = join(folder, 'mine.loom');
  await documents.save(token, text, path);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(existsSync(join(folder, 'mine.runs', 'run-1', 'run.json'))).toBe(true);
  expect(opened).toEqual([path]);
});

it('a text that is no project is not written over the file', async () => {
  const path = join(folder, 'mine.loom');
  writeFileSync(path, text);
  const { token } = await documents.open(path);
  await expect(documents.save(token, '{}')).rejects.toThrow('format');
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('unsaved work comes back under its token, with its runs; closing forgets it', async () => {
  const { token } = documents.create(text);
  const runs = documents.runsFolder(token);
  const last = Array.from({ length: 20 }, (_, i) => text.replace('"name": "', `"name": "${i} `));
  await Promise.all(last.map((version) => documents.autosave(token, version)));
  documents.forgetAll();
  const recovered = await documents.recover(token);
  expect(recovered).toMatchObject({ token, recovered: true, saved: false, text: last.at(-1) });
  expect(documents.runsFolder(token)).toBe(runs);
  await documents.close(token);
  await expect(documents.recover(token)).rejects.toThrow('no longer there');
});

it('unknown tokens and files that are too large or missing are refused in words', async () => {
  expect(() => documents.get('0')).toThrow('not open any more');
  await expect(documents.open(join(folder, 'nothing.loom'))).rejects.toThrow('nothing.loom cannot be read');
});

it('damaged settings, recovery copies and run records are passed over', async () => {
  writeFileSync(join(folder, 'settings.json'), '{"theme": "purple"}');
  const settings = openSettings(join(folder, 'settings.json'), () => undefined);
  expect(settings.get().theme).toBe('system');
  settings.set({ theme: 'dark' });
  await settings.flush();
  expect(openSettings(join(folder, 'settings.json'), () => undefined).get().theme).toBe('dark');
  mkdirSync(join(folder, 'recovery'));
  writeFileSync(join(folder, 'recovery', 'x.json'), 'garbage');
  expect(await openRecovery(join(folder, 'recovery')).list()).toEqual([]);
  mkdirSync(join(folder, 'runs', 'run-2'), { recursive: true });
  writeFileSync(join(folder, 'runs', 'run-2', 'run.json'), '{"status": "running"');
  expect(await listRuns(join(folder, 'runs'), () => false)).toEqual([]);
});
