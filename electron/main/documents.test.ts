import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { Documents } from './documents.js';
import { openRecovery, type RecoveryStore } from './recovery.js';
import { UnsavedRuns } from './unsavedRuns.js';

const text = serializeProject(templates[0]!.project);
let folder: string;
let opened: string[];
let recovery: RecoveryStore;
let busy: boolean;
let documents: Documents;

const open = () =>
  new Documents(
    recovery,
    new UnsavedRuns(
      join(folder, 'unsaved'),
      () => busy,
      (problem) => {
        throw problem;
      },
    ),
    (path) => opened.push(path),
  );

/** A run of the document, as the engine would have made it. */
async function addRun(token: string, name: string): Promise<string> {
  const run = join(await documents.runsFolder(token), name);
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'run.json'), '{}');
  return run;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-documents-'));
  opened = [];
  busy = false;
  recovery = openRecovery(join(folder, 'recovery'));
  documents = open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('the runs of an unsaved project come along when it is saved', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-1');
  const path = join(folder, 'mine.loom');
  await documents.save(token, text, path);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(existsSync(join(folder, 'mine.runs', 'run-1', 'run.json'))).toBe(true);
  expect(existsSync(join(folder, 'unsaved', token))).toBe(false);
  expect(opened).toEqual([path]);
});

it('saved over a project that has runs, it adds its own', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-2');
  mkdirSync(join(folder, 'mine.runs', 'run-1'), { recursive: true });
  await documents.save(token, text, join(folder, 'mine.loom'));
  expect(readdirSync(join(folder, 'mine.runs'))).toEqual(['run-1', 'run-2']);
});

it('a run that trains while its project is first saved stays where the engine writes, until it rests', async () => {
  const { token } = documents.create(text);
  const run = await addRun(token, 'run-1');
  busy = true;
  await documents.save(token, text, join(folder, 'mine.loom'));
  expect(await documents.runsFolder(token)).toBe(join(folder, 'unsaved', token));
  writeFileSync(join(run, 'checkpoint.safetensors'), 'more');
  busy = false;
  expect(await documents.runsFolder(token)).toBe(join(folder, 'mine.runs'));
  expect(readdirSync(join(folder, 'mine.runs', 'run-1'))).toEqual(['checkpoint.safetensors', 'run.json']);
});

it('a run that trained when the app was killed is found when its project is opened next', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-1');
  busy = true;
  const path = join(folder, 'mine.loom');
  await documents.save(token, text, path);
  busy = false;
  documents = open();
  const again = await documents.open(path);
  expect(readdirSync(await documents.runsFolder(again.token))).toEqual(['run-1']);
});

it('what is edited while a save is under way stays unsaved, and its copy is kept', async () => {
  const { token, name } = documents.create(text);
  const later = text.replace('"name": "', '"name": "later ');
  await documents.setEdited(token, true);
  const saving = documents.save(token, text, join(folder, 'mine.loom'));
  await documents.autosave(token, later);
  expect(await saving).toEqual({ token, name: 'mine' });
  expect(name).not.toBe('mine');
  expect(documents.edited()).toBe('mine');
  expect(await recovery.read(token)).toMatchObject({ text: later });
});

it('changes that are taken back leave no copy behind', async () => {
  const { token } = documents.create(text);
  await documents.setEdited(token, true);
  await documents.autosave(token, text);
  await documents.setEdited(token, false);
  expect(await recovery.list()).toEqual([]);
});

it('of many saves at once the last one stays', async () => {
  const { token } = documents.create(text);
  const path = join(folder, 'mine.loom');
  const versions = Array.from({ length: 20 }, (_, i) => text.replace('"name": "', `"name": "${i} `));
  await Promise.all(versions.map((version) => documents.save(token, version, path)));
  expect(readFileSync(path, 'utf8')).toBe(versions.at(-1));
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
  const runs = await documents.runsFolder(token);
  const last = Array.from({ length: 20 }, (_, i) => text.replace('"name": "', `"name": "${i} `));
  await Promise.all(last.map((version) => documents.autosave(token, version)));
  documents.forgetAll();
  const recovered = await documents.recover(token);
  expect(recovered).toMatchObject({ token, recovered: true, saved: false, text: last.at(-1) });
  expect(await documents.runsFolder(token)).toBe(runs);
  await documents.close(token);
  await expect(documents.recover(token)).rejects.toThrow('no longer there');
});

it('unknown tokens and files that are too large or missing are refused in words', async () => {
  expect(() => documents.get('0')).toThrow('not open any more');
  await expect(documents.open(join(folder, 'nothing.loom'))).rejects.toThrow('nothing.loom cannot be read');
});
