import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { channels } from '../electron/ipc/contract.js';
import type { ElectronApplication } from '@playwright/test';
import { expect, openExample, test } from './app.js';
import { lookAt } from './lookAt.js';

const SEED = 20;
const MALFORMED_CALLS = 200;

test('every channel answers 200 malformed calls with a failure, and the app keeps working', async ({
  loom: { page },
}) => {
  const values = fc
    .sample(fc.jsonValue({ maxDepth: 3 }), { seed: SEED, numRuns: MALFORMED_CALLS * 4 })
    .filter((value) => value !== null);
  for (const [name, { input }] of Object.entries(channels)) {
    const malformed = values.filter((payload) => !input.safeParse(payload).success).slice(0, MALFORMED_CALLS);
    expect(malformed.length, name).toBe(MALFORMED_CALLS);
    const payloads: unknown[] = malformed;
    const codes = await page.evaluate(callAll, { name, payloads });
    expect(new Set(codes), name).toEqual(new Set(['shell/bad-request']));
  }
  await openExample(page, 'Birds vs. airplanes');
});

/** Calls a channel with each payload, inside the page, and returns the codes of the replies. */
async function callAll({
  name,
  payloads,
}: {
  name: string;
  payloads: unknown[];
}): Promise<(string | undefined)[]> {
  type Call = (input: unknown) => Promise<{ readonly problem?: { readonly code: string } }>;
  const [area, call] = name.split('.') as [string, string];
  const send = (window.loom as unknown as Record<string, Record<string, Call>>)[area]![call]!;
  return (await Promise.all(payloads.map((payload) => send(payload)))).map(({ problem }) => problem?.code);
}

test('pages of other origins are denied and cannot be opened', async ({ loom: { app, page } }) => {
  const answer = await app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const stranger = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
    await stranger.loadURL('data:text/html,<h1>stranger</h1>');
    const handlers = (
      ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, input: unknown) => unknown> }
    )._invokeHandlers;
    const event = { senderFrame: stranger.webContents.mainFrame, sender: stranger.webContents };
    const replies = await new Promise((resolve) => {
      const call = { ...event, _reply: resolve, _throw: resolve, sendReply: resolve };
      void Promise.resolve(handlers.get('project.recent')!(call, undefined)).then(resolve);
    });
    stranger.destroy();
    return replies;
  });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'shell/forbidden' } });
  const outside = await page.evaluate(async () => ({
    opened: window.open('https://example.com') === null,
    fetched: await fetch('https://example.com').then(
      () => 'reached',
      () => 'refused',
    ),
    node: typeof (globalThis as { require?: unknown }).require,
  }));
  expect(outside).toEqual({ opened: true, fetched: 'refused', node: 'undefined' });
  const evaluated = await page.evaluate(
    () =>
      new Promise((resolve) => {
        // A timer runs outside the test driver, which may evaluate code although the page may not.
        setTimeout(() => {
          try {
            // oxlint-disable-next-line no-eval -- it must be refused
            resolve(eval('1'));
          } catch (problem) {
            resolve((problem as Error).name);
          }
        });
      }),
  );
  expect(evaluated).toBe('EvalError');
  const navigation = await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const refused = new Promise<boolean>((resolve) => {
      webContents.once('will-navigate', (event) => setImmediate(() => resolve(event.defaultPrevented)));
    });
    await webContents.executeJavaScript("void setTimeout(() => (location.href = 'https://example.com'))");
    return { refused: await refused, address: webContents.getURL() };
  });
  expect(navigation).toEqual({ refused: true, address: 'app://layerloom/' });
});

test('if memory runs out during a run, only the engine exits; the window says so, and the run can be resumed', async ({
  start,
}) => {
  const { app, page } = await start();
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+Enter');
  // By now the first epochs are saved; the epoch in progress will be lost.
  await expect(page.getByRole('heading', { name: 'Epoch 3 of 100' })).toBeVisible({ timeout: 60_000 });
  await starveEngine(app);
  const banner = page.getByRole('alert').filter({ hasText: 'The engine stopped unexpectedly' });
  await expect(banner).toContainText('Your project is intact');
  await expect(page.getByRole('main').getByText('Training failed')).toBeVisible();
  await lookAt(app, page, 'engine-died');
  await page.getByRole('button', { name: 'Restart engine' }).click();
  await expect(banner).toHaveCount(0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('heading', { name: /^Epoch [3-9] of 100/ })).toBeVisible({ timeout: 60_000 });
  const log = page.getByRole('list', { name: 'Log' });
  await expect(log.getByText(/^epoch 2/)).toHaveCount(1);
});

/**
 * Limits the engine's memory to less than its current size, which may be its peak, so that its next allocation fails.
 * Elsewhere than on Linux, kills it.
 */
async function starveEngine(app: ElectronApplication): Promise<void> {
  const pid = await app.evaluate(
    (electron) => electron.app.getAppMetrics().find(({ name }) => name === 'Layerloom engine')!.pid,
  );
  if (process.platform !== 'linux') {
    process.kill(pid, 'SIGKILL');
    return;
  }
  const kilobytes = /VmData:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!;
  execFileSync('prlimit', ['--pid', String(pid), `--data=${Math.floor(Number(kilobytes) * 0.9) * 1024}`]);
}

test('versions and shortcuts are shown', async ({ loom: { page } }) => {
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search commands').fill('about');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('Electron');
  await expect(page.getByRole('dialog')).toContainText('1.30.0');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog')).toContainText('Duplicate layers');
});

// Other systems show the sandbox in their own tools, and don't treat root differently.
if (process.platform === 'linux') {
  test('the page’s process is in the sandbox, except for root, for whom it is unavailable', async ({
    loom: { app },
  }) => {
    const pid = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    );
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [off, filtered] = [0, 2];
    const seccomp = Number(/^Seccomp:\s+(\d)/m.exec(status)?.[1]);
    expect(seccomp).toBe(process.getuid?.() === 0 ? off : filtered);
  });
}
