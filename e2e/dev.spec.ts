import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from './app.js';

const root = join(import.meta.dirname, '..');
/** The folders that a checkout needs for development; data, dependencies and the compiled engine are shared. */
const COPIED = ['electron', 'engine', 'renderer', 'scripts', 'assets/examples', 'assets/icons'];
const FILES = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'];
const LINKED = ['assets/data', 'dist', 'node_modules'];

/** Copies the checkout's sources into `folder` and returns the copy's path. */
function copyCheckout(folder: string): string {
  // Setup must have nothing to do in the copy, because npm would empty the linked node_modules.
  execFileSync(process.execPath, ['scripts/setup.mjs', '--no-app'], { cwd: root });
  const copy = join(folder, 'checkout');
  mkdirSync(join(copy, 'assets'), { recursive: true });
  // Preserve timestamps, or the engine would be compiled again.
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

interface Running {
  /** Changes with each start of the app. */
  readonly session: string;
  readonly title: string;
}

/** State of the app that debugs on `port`. Playwright can't attach to an Electron that it hasn't started. */
async function inspect(port: number): Promise<Running> {
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  try {
    const { webSocketDebuggerUrl } = (await ask('/json/version')) as { webSocketDebuggerUrl: string };
    const [page] = (await ask('/json')) as { title: string }[];
    return { session: webSocketDebuggerUrl, title: page?.title ?? '' };
  } catch {
    return { session: '', title: '' };
  }
}

test('npm run dev shows a changed component within a second, and restarts when the main process changes', async ({
  folder,
}) => {
  test.setTimeout(180_000);
  const copy = copyCheckout(folder);
  const screen = join(copy, 'renderer', 'shell', 'StartScreen.tsx');
  // The component sets the window's title to a text and the page's load time.
  const component = 'export function StartScreen() {';
  edit(screen, component, `${component} document.title = \`first \${performance.timeOrigin}\`;`);
  const port = await freePort();
  const env = { ...process.env, REMOTE_DEBUGGING_PORT: String(port) };
  const dev = spawn(process.execPath, ['scripts/dev.mjs'], { cwd: copy, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => dev.once('exit', resolve));
  const titleIs = (title: string | RegExp, timeout: number) =>
    expect.poll(async () => (await inspect(port)).title, { timeout, intervals: [20] }).toMatch(title);
  try {
    await titleIs(/^first \d/, 90_000);
    const before = await inspect(port);
    edit(screen, 'first', 'second');
    // The load time is unchanged: the page was not reloaded.
    await titleIs(before.title.replace('first', 'second'), 1000);

    edit(join(copy, 'electron', 'main', 'window.ts'), 'width: 960', 'width: 961');
    await expect
      .poll(async () => ['', before.session].includes((await inspect(port)).session), { timeout: 60_000 })
      .toBe(false);
    await titleIs(/^second \d/, 60_000);
  } finally {
    dev.kill();
    await ended;
  }
});
