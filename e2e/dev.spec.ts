import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { expect, test } from './app.js';

const root = join(import.meta.dirname, '..');
/** What a checkout needs to be worked on; data, dependencies and the compiled engine are shared with this one. */
const COPIED = ['electron', 'engine', 'renderer', 'scripts', 'assets/examples', 'assets/icons'];
const FILES = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];
const LINKED = ['assets/data', 'dist', 'node_modules'];

/** Copies the checkout's sources to `folder`. */
function copyCheckout(folder: string): string {
  const copy = join(folder, 'checkout');
  mkdirSync(join(copy, 'assets'), { recursive: true });
  // With their dates, or the engine would be compiled again.
  for (const name of [...COPIED, ...FILES]) {
    cpSync(join(root, name), join(copy, name), { recursive: true, preserveTimestamps: true });
  }
  for (const name of LINKED) symlinkSync(join(root, name), join(copy, name));
  return copy;
}

/** Replaces text in a source file. */
function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The window of the app that listens for debuggers on `port`, once it is there. */
async function connect(port: number): Promise<Page> {
  let page: Page | undefined;
  await expect
    .poll(
      async () => {
        const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => null);
        page = browser?.contexts()[0]?.pages()[0];
        return page !== undefined;
      },
      { timeout: 90_000 },
    )
    .toBe(true);
  return page!;
}

test('npm run dev shows a changed component within a second, and restarts when the main process changes', async ({
  folder,
}) => {
  test.setTimeout(180_000);
  const copy = copyCheckout(folder);
  const port = await freePort();
  const env = { ...process.env, REMOTE_DEBUGGING_PORT: String(port) };
  const dev = spawn(process.execPath, ['scripts/dev.mjs'], { cwd: copy, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => dev.once('exit', resolve));
  try {
    const page = await connect(port);
    const lead = page.getByText('Open an example to see a whole model at work.');
    await expect(lead).toBeVisible({ timeout: 60_000 });
    // What is in the page's memory tells whether it was loaded again.
    await page.evaluate(() => Object.assign(window, { untouched: true }));
    const screen = join(copy, 'renderer', 'shell', 'StartScreen.tsx');
    edit(screen, 'Open an example to see', 'Open one to see');
    await expect(page.getByText('Open one to see a whole model at work.')).toBeVisible({ timeout: 1000 });
    expect(await page.evaluate(() => 'untouched' in window)).toBe(true);

    const closed = page.waitForEvent('close', { timeout: 60_000 });
    edit(join(copy, 'electron', 'main', 'window.ts'), 'width: 960', 'width: 961');
    await closed;
    const again = await connect(port);
    await expect(again.getByText('Open one to see a whole model at work.')).toBeVisible({ timeout: 60_000 });
  } finally {
    dev.kill();
    await ended;
  }
});
