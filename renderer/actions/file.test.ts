import { expect, it } from 'vitest';
import { renameProject } from '../../engine/project/edits.js';
import { edit, isEdited, undo } from '../state/document.js';
import { createTestApp, openTemplate } from '../testing/testApp.js';
import { save } from './file.js';

it('the project takes the name of a file that is new, and keeps its own name in that file', async () => {
  const { app, loom } = createTestApp();
  loom.answer('project.saveAs', { token: 'saved', name: 'mine' });
  loom.answer('project.save', { token: 'saved', name: 'mine' });
  loom.answer('runs.list', []);
  const named = () => app.document.getState().project!.name;
  openTemplate(app, 'convnet');
  await save(app, true);
  expect(named()).toBe('mine');
  expect(JSON.parse((loom.inputs('project.save').at(-1) as { text: string }).text)).toMatchObject({
    name: 'mine',
  });
  edit(app, renameProject(' Bird finder '));
  await save(app);
  expect(named()).toBe('Bird finder');
  undo(app);
  expect([named(), isEdited(app.document.getState())]).toEqual(['mine', true]);
});
