import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestShell } from '../../testing/shell.js';

let app: TestShell;
beforeEach(() => (app = new TestShell()));
afterEach(() => app.dispose());

it('pushes wait until the window listens, and then arrive in order', async () => {
  app.shell.requestOpen('/first.loom');
  await app.shell.drop('/second.loom');
  await app.shell.drop('/third.ONNX');
  expect(app.desktop.pushed).toEqual([]);
  await app.value('app.ready', { workspaces: [{ id: 'build', title: 'Build' }] });
  const wanted = app.desktop.payloads('openRequest').map(({ name }) => name);
  expect(wanted).toEqual(['first.loom', 'second.loom', 'third.ONNX']);
  app.desktop.menu!.send('file.save');
  expect(app.desktop.pushed.at(-1)).toEqual({ name: 'menu', payload: 'file.save' });
  expect(app.desktop.menu!.workspaces).toEqual([{ id: 'build', title: 'Build' }]);
});

it('a recent project in the menu asks the window to open it', async () => {
  await app.openSaved();
  await app.value('app.ready', { workspaces: [] });
  app.desktop.menu!.recent[0]!.open();
  const [request] = app.desktop.payloads('openRequest');
  expect(request).toMatchObject({ name: 'mine.loom' });
  expect(await app.value('project.open', { token: request!.token })).toMatchObject({ name: 'mine' });
});

it('text is saved where the user chooses', async () => {
  app.desktop.answer(app.path('model.py'));
  const request = { kind: 'python', name: 'model.py', text: 'import torch\n' } as const;
  const saved = await app.value('app.saveText', request);
  expect(app.read('model.py')).toBe('import torch\n');
  expect(app.desktop.dialogs).toMatchObject([{ defaultPath: 'model.py', filters: [{ extensions: ['py'] }] }]);
  await app.value('app.showInFolder', { token: saved!.token });
  expect(app.desktop.shown).toEqual([app.path('model.py')]);
  app.desktop.answer(null);
  expect(await app.value('app.saveText', request)).toBeNull();
  app.desktop.answer(app.path('gone', 'model.py'));
  expect(await app.refusal('app.saveText', request)).toMatchObject({ code: 'io/unwritable' });
});

it('a file of which the window was never told is not shown', async () => {
  expect(await app.refusal('app.showInFolder', { token: 'x' })).toMatchObject({ code: 'shell/unknown-file' });
  expect(app.desktop.shown).toEqual([]);
});

it('the theme is kept for the next start', async () => {
  expect(await app.value('theme.get')).toEqual({ choice: 'system', dark: false });
  expect(await app.value('theme.set', { choice: 'dark' })).toEqual({ choice: 'dark', dark: true });
  await app.shell.settings.flush();
  expect(await new TestShell(app.folder).value('theme.get')).toMatchObject({ choice: 'dark' });
});

it('versions, log, clipboard, notifications and progress reach the desktop', async () => {
  expect(await app.value('app.info')).toMatchObject({ name: 'Layerloom', logFile: app.path('main.log') });
  await app.value('app.showLog');
  expect(app.desktop.shown).toEqual([app.path('main.log')]);
  await app.value('app.report', { text: 'a stack' });
  expect(app.log).toHaveBeenCalledWith('in the window', 'a stack');
  await app.value('app.copyText', { text: 'copied' });
  expect(app.desktop.copied).toBe('copied');
  await app.value('app.notify', { title: 'Done', body: '12 epochs' });
  expect(app.desktop.notify).toHaveBeenCalledWith('Done', '12 epochs');
  await app.value('app.progress', { fraction: 0.5 });
  await app.value('app.progress', { fraction: null });
  expect(app.desktop.setProgress.mock.calls).toEqual([[0.5], [null]]);
  await app.value('app.close');
  expect(app.desktop.close).toHaveBeenCalled();
});

it('quitting lets the engine write its checkpoint first', async () => {
  const ended = app.shell.quit();
  const engine = app.process('engine');
  await expect.poll(() => engine.received).toEqual([{ kind: 'shutdown' }]);
  expect(engine.killed).toBe(false);
  engine.emit('exit', 0);
  await ended;
});
