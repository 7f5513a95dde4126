import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT, TestShell } from '../../testing/shell.js';

let app: TestShell;
beforeEach(() => (app = new TestShell()));
afterEach(() => app.dispose());

/** The project with another name. */
const named = (name: string) => PROJECT.replace(/"name": "[^"]*"/, `"name": "${name}"`);

/** Starts a session on the same folder, as after the end of the program. */
const restart = () => new TestShell(app.folder);

describe('opening', () => {
  it('a file yields its text and a token, and puts it first among the recent files and in the menu', async () => {
    await app.openSaved();
    const token = await app.choose('second.loom', named('other'));
    const opened = await app.value('project.open', { token });
    expect(opened).toMatchObject({ name: 'second', text: named('other'), saved: true, recovered: false });
    expect(JSON.stringify(opened)).not.toContain(app.folder);
    const recent = await app.value('project.recent');
    expect(recent.map(({ name }) => name)).toEqual(['second', 'mine']);
    expect(app.desktop.menu?.recent.map(({ name }) => name)).toEqual(['second.loom', 'mine.loom']);
    expect(await app.value('project.open', { token: recent[1]!.token })).toMatchObject({ name: 'mine' });
  });

  it('a canceled dialog opens nothing', async () => {
    app.desktop.answer(null);
    expect(await app.value('project.choose')).toBeNull();
  });

  it.each([
    ['not JSON', '{'],
    ['no project', '{}'],
    ['a newer version', PROJECT.replace('"version": ', '"version": 9')],
  ])('%s is refused, with the name of the file, and open documents stay', async (_, text) => {
    const token = await app.openSaved();
    const bad = await app.choose('bad.loom', text);
    const { code: found, where } = await app.refusal('project.open', { token: bad });
    expect(found).toMatch(/^bad-project/);
    expect(JSON.stringify(where)).toContain('bad.loom');
    expect(await app.value('project.save', { token, text: PROJECT })).toMatchObject({ name: 'mine' });
    expect(await app.value('project.recent')).toHaveLength(1);
  });

  it('a recent file that is gone is refused by name', async () => {
    await app.openSaved();
    const { token } = (await app.value('project.recent'))[0]!;
    rmSync(app.path('mine.loom'));
    expect(await app.refusal('project.open', { token })).toMatchObject({
      code: 'io/unreadable',
      where: { kind: 'file', path: 'mine.loom' },
    });
  });

  it('a token that was never given is refused', async () => {
    expect(await app.refusal('project.open', { token: 'a'.repeat(32) })).toMatchObject({
      code: 'shell/unknown-file',
    });
    // Neither is a path ever a token.
    const path = app.write('mine.loom', PROJECT);
    expect(await app.refusal('project.open', { token: path })).toMatchObject({
      code: 'shell/bad-request',
    });
  });

  it('every example can be opened, and no other file of their folder', async () => {
    const examples = await app.value('project.examples');
    expect(examples.length).toBeGreaterThan(3);
    for (const { id } of examples)
      expect(await app.value('project.openExample', { id })).toMatchObject({ saved: false });
    expect(await app.refusal('project.openExample', { id: 'thermometer' })).toMatchObject({
      code: 'shell/example',
    });
  });

  it('clearing the recent files empties the menu', async () => {
    await app.openSaved();
    await app.value('project.clearRecent');
    expect(await app.value('project.recent')).toEqual([]);
    expect(app.desktop.menu?.recent).toEqual([]);
  });
});

describe('saving', () => {
  it('writes the file of the document without asking', async () => {
    const token = await app.openSaved();
    const dialogs = app.desktop.dialogs.length;
    expect(await app.value('project.save', { token, text: named('new') })).toEqual({ token, name: 'mine' });
    expect(app.read('mine.loom')).toBe(named('new'));
    expect(app.desktop.dialogs).toHaveLength(dialogs);
  });

  it('asks where a new project goes, and adds the extension', async () => {
    const { token } = await app.value('project.new', { text: named('first') });
    app.desktop.answer(app.path('chosen'));
    expect(await app.value('project.save', { token, text: PROJECT })).toEqual({ token, name: 'chosen' });
    expect(app.desktop.dialogs.at(-1)).toMatchObject({ defaultPath: 'first.loom' });
    expect(app.read('chosen.loom')).toBe(PROJECT);
  });

  it('as another file leaves the first one, and goes on with the second', async () => {
    const token = await app.openSaved();
    app.desktop.answer(app.path('copy.loom'));
    await app.value('project.saveAs', { token, text: named('copy') });
    await app.value('project.save', { token, text: named('later') });
    expect(app.read('mine.loom')).toBe(PROJECT);
    expect(app.read('copy.loom')).toBe(named('later'));
  });

  it('writes nothing when the dialog is canceled', async () => {
    const { token } = await app.value('project.new', { text: PROJECT });
    app.desktop.answer(null);
    app.desktop.answer(null);
    expect(await app.value('project.save', { token, text: PROJECT })).toBeNull();
    expect(await app.value('project.saveAs', { token, text: PROJECT })).toBeNull();
    expect(await app.value('project.recent')).toEqual([]);
  });

  it('refuses text that is no project, and a document that is closed', async () => {
    const token = await app.openSaved();
    expect((await app.refusal('project.save', { token, text: '{}' })).code).toMatch(/^bad-project/);
    expect(app.read('mine.loom')).toBe(PROJECT);
    await app.value('project.close', { token });
    expect(await app.refusal('project.save', { token, text: PROJECT })).toMatchObject({
      code: 'shell/document-closed',
    });
  });

  it('refuses what cannot be written: a folder of that name, a folder that is gone or read-only', async () => {
    const token = await app.openSaved();
    mkdirSync(app.path('folder.loom'));
    mkdirSync(app.path('locked'));
    chmodSync(app.path('locked'), 0o500);
    // Root may write anywhere.
    const locked =
      process.getuid?.() === 0 || process.platform === 'win32' ? [] : [app.path('locked', 'x.loom')];
    for (const path of [app.path('folder.loom'), app.path('gone', 'x.loom'), ...locked]) {
      app.desktop.answer(path);
      expect(await app.refusal('project.saveAs', { token, text: PROJECT })).toMatchObject({
        code: 'io/unwritable',
        where: { path },
      });
    }
    // It still belongs to its first file.
    await app.value('project.save', { token, text: named('kept') });
    expect(app.read('mine.loom')).toBe(named('kept'));
  });
});

describe('unsaved work', () => {
  it('is recovered in the next session, under its name, with its file and the weights it starts from', async () => {
    const token = await app.openSaved();
    await app.value('project.setEdited', { token, edited: true, name: 'mine' });
    const startsFrom = app.shell.files.tokenOf(app.path('weights.onnx'));
    const { savedAt } = await app.value('project.autosave', { token, text: named('unsaved'), startsFrom });
    expect(await app.value('project.recovery')).toEqual([]);

    const next = restart();
    expect(await next.value('project.recovery')).toEqual([
      { id: token, name: 'mine', savedAt, file: 'mine.loom' },
    ]);
    const recovered = await next.value('project.recover', { id: token });
    expect(next.shell.files.pathOf(recovered.startsFrom!.token)).toBe(app.path('weights.onnx'));
    expect(recovered).toMatchObject({
      token,
      text: named('unsaved'),
      saved: true,
      recovered: true,
    });
    expect(await next.value('project.recovery')).toEqual([]);
    await next.value('project.save', { token, text: named('unsaved') });
    await next.value('project.setEdited', { token, edited: false, name: 'mine' });
    expect(app.read('mine.loom')).toBe(named('unsaved'));
    expect(await restart().value('project.recovery')).toEqual([]);
  });

  it('can be discarded, but not while it is open', async () => {
    const { token } = await app.value('project.new', { text: PROJECT });
    await app.value('project.setEdited', { token, edited: true, name: 'x' });
    await app.value('project.autosave', { token, text: PROJECT, startsFrom: null });
    await app.value('project.discardRecovery', { id: token });
    const next = restart();
    expect(await next.value('project.recovery')).toHaveLength(1);
    await next.value('project.discardRecovery', { id: token });
    expect(await next.value('project.recovery')).toEqual([]);
    expect(await next.refusal('project.recover', { id: token })).toMatchObject({
      code: 'shell/unsaved-work-gone',
    });
  });

  it('is asked about before a document closes, and only then', async () => {
    const token = await app.openSaved();
    expect(await app.value('project.mayClose', { token })).toEqual({ choice: 'discard' });
    await app.value('project.setEdited', { token, edited: true, name: 'mine' });
    expect(app.desktop.title).toBe('• mine – Layerloom');
    for (const [button, choice] of ['save', 'discard', 'cancel'].entries()) {
      app.desktop.answer(button);
      expect(await app.value('project.mayClose', { token })).toEqual({ choice });
    }
    expect(app.desktop.dialogs.at(-1)).toMatchObject({ message: expect.stringContaining('mine') as string });
  });

  it('is offered again after the window crashed', async () => {
    const { token } = await app.value('project.new', { text: PROJECT });
    await app.value('project.setEdited', { token, edited: true, name: 'x' });
    await app.value('project.autosave', { token, text: PROJECT, startsFrom: null });
    app.shell.windowCrashed();
    expect(await app.value('project.recovery')).toMatchObject([{ id: token }]);
  });

  it('is gone when the user closes the app and discards it', async () => {
    const { token } = await app.value('project.new', { text: PROJECT });
    await app.value('project.setEdited', { token, edited: true, name: 'x' });
    await app.value('project.autosave', { token, text: PROJECT, startsFrom: null });
    app.desktop.answer(1);
    expect(await app.shell.confirmLoss(await app.shell.documents.loss())).toBe('discard');
    await app.shell.documents.closeAll();
    expect(existsSync(app.path('recovery', `${token}.json`))).toBe(false);
  });
});
