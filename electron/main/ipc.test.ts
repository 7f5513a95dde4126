import type { IpcMain } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PROJECT, TestShell } from '../testing/shell.js';
import { channels } from '../ipc/contract.js';
import { serveCalls } from './ipc.js';
import { APP_ORIGIN } from './protocol.js';

let app: TestShell;
beforeEach(() => (app = new TestShell()));
afterEach(() => app.dispose());

it('input that does not fit its schema never reaches a handler', async () => {
  const wrong: readonly unknown[] = [
    undefined,
    null,
    { text: 1 },
    { text: PROJECT, more: true },
    { text: 'x'.repeat(16 * 2 ** 20 + 1) },
  ];
  for (const input of wrong)
    expect(await app.refusal('project.new', input)).toMatchObject({
      code: 'shell/bad-request',
      facts: { call: 'project.new' },
    });
  expect(await app.refusal('project.choose', {})).toMatchObject({ code: 'shell/bad-request' });
  expect(app.desktop.dialogs).toEqual([]);
});

it('output that does not fit its schema is an unexpected error, and the log says where', async () => {
  const work = { name: 'x'.repeat(501), path: null, savedAt: 1, text: PROJECT };
  app.write('recovery/abc.json', JSON.stringify(work));
  expect(await app.refusal('project.recovery')).toMatchObject({ code: 'internal/unexpected' });
  expect(app.log).toHaveBeenCalledWith('project.recovery', expect.stringContaining('name'));
});

it('every channel answers the frame of the page, and no other', async () => {
  type Listener = (
    event: { readonly senderFrame: { readonly url: string } | null },
    input?: unknown,
  ) => unknown;
  const listeners = new Map<string, Listener>();
  const on = (name: string, listener: Listener) => void listeners.set(name, listener);
  const frame = (url: string) => ({ url });
  const own = frame(`${APP_ORIGIN}/index.html`);
  serveCalls({ handle: on, on } as unknown as IpcMain, app.shell, () => own);
  expect([...listeners.keys()]).toEqual([...Object.keys(channels), 'dropped']);

  const info = listeners.get('engine.info')!;
  expect(await info({ senderFrame: own })).toMatchObject({ ok: true });
  for (const senderFrame of [null, frame(own.url), frame('https://example.com/')])
    expect(await info({ senderFrame })).toMatchObject({ ok: false, problem: { code: 'shell/forbidden' } });
  expect(app.log).toHaveBeenCalledTimes(3);

  const drop = vi.spyOn(app.shell, 'drop');
  const dropped = listeners.get('dropped')!;
  dropped({ senderFrame: frame(own.url) }, '/foreign.loom');
  dropped({ senderFrame: own }, 1);
  dropped({ senderFrame: own }, '/mine.loom');
  expect(drop.mock.calls).toEqual([['/mine.loom']]);
});

it('after navigating elsewhere, the page’s own frame is not answered either', async () => {
  const listeners = new Map<string, (event: object) => unknown>();
  const handle = (name: string, listener: (event: object) => unknown) => void listeners.set(name, listener);
  const own = { url: 'https://example.com/' };
  serveCalls({ handle, on: () => undefined } as unknown as IpcMain, app.shell, () => own);
  expect(await listeners.get('engine.info')!({ senderFrame: own })).toMatchObject({ ok: false });
});
