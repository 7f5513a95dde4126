import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SettingsStore } from './settings.js';
import { Recovery } from './unsaved.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-damaged-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('damaged settings fall back to the defaults and can be set again', async () => {
  writeFileSync(join(folder, 'settings.json'), '{"theme": "purple"}');
  const settings = new SettingsStore(join(folder, 'settings.json'), () => undefined);
  expect(settings.get().theme).toBe('system');
  settings.set({ theme: 'dark' });
  await settings.flush();
  expect(new SettingsStore(join(folder, 'settings.json'), () => undefined).get().theme).toBe('dark');
});

it('damaged recovery copies and unrelated files are ignored', async () => {
  const work = { name: 'mine', path: null, savedAt: 1, text: '{}' };
  writeFileSync(join(folder, 'x.json'), 'garbage');
  writeFileSync(join(folder, 'a copy (2).json'), JSON.stringify(work));
  writeFileSync(join(folder, 'y.json'), JSON.stringify(work));
  expect(await new Recovery(folder).list()).toEqual([{ id: 'y', ...work, startsFrom: null }]);
});
