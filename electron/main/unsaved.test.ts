import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { Documents } from './documents.js';
import { Recovery, UnsavedRuns } from './unsaved.js';

const text = serializeProject(templates[0]!.project);
let folder: string;
let busy: boolean;
let documents: Documents;

/** Starts a session with no open documents. */
function session(): Documents {
  const report = (problem: unknown) => {
    throw problem;
  };
  const runs = new UnsavedRuns(join(folder, 'unsaved'), () => busy, report);
  return new Documents(new Recovery(join(folder, 'recovery')), runs, () => undefined);
}

/** Creates a run of the document, as the engine would. */
async function addRun(token: string, name: string): Promise<string> {
  const run = join(await documents.runsFolder(token), name);
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'run.json'), '{}');
  return run;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-unsaved-'));
  busy = false;
  documents = session();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('saving an unsaved project moves its runs next to it', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-1');
  const path = join(folder, 'mine.loom');
  await documents.save(token, text, path);
  expect(existsSync(join(folder, 'mine.runs', 'run-1', 'run.json'))).toBe(true);
  expect(existsSync(join(folder, 'unsaved', token))).toBe(false);
});

it('saving over a project with runs adds to them', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-2');
  mkdirSync(join(folder, 'mine.runs', 'run-1'), { recursive: true });
  await documents.save(token, text, join(folder, 'mine.loom'));
  expect(readdirSync(join(folder, 'mine.runs'))).toEqual(['run-1', 'run-2']);
});

it('a run that is training during the first save is moved only after it stops', async () => {
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

it('a run that was training when the app was killed is found when its project is next opened', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-1');
  busy = true;
  const path = join(folder, 'mine.loom');
  await documents.save(token, text, path);
  busy = false;
  documents = session();
  const again = await documents.open(path);
  expect(readdirSync(await documents.runsFolder(again.token))).toEqual(['run-1']);
});

it('runs of a never saved project count as a loss; closing deletes them', async () => {
  const { token, name } = documents.create(text);
  expect(await documents.lossOf(token)).toBeNull();
  await addRun(token, 'run-1');
  expect(await documents.lossOf(token)).toEqual({ name, what: 'runs' });
  expect(await documents.loss()).toEqual({ name, what: 'runs' });
  await documents.close(token);
  expect(existsSync(join(folder, 'unsaved', token))).toBe(false);
});

it('runs waiting to be moved are no loss, and outlive the document', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-1');
  busy = true;
  await documents.save(token, text, join(folder, 'mine.loom'));
  expect(await documents.lossOf(token)).toBeNull();
  documents.forgetAll();
  await documents.close(token);
  expect(existsSync(join(folder, 'unsaved', token, 'run-1'))).toBe(true);
});

it('a never saved project with runs keeps its recovery copy', async () => {
  const { token } = documents.create(text);
  await addRun(token, 'run-1');
  await documents.autosave(token, text);
  await documents.setEdited(token, false);
  documents = session();
  const { text: recovered } = await documents.recover(token);
  expect(recovered).toBe(text);
  expect(readdirSync(await documents.runsFolder(token))).toEqual(['run-1']);
});
