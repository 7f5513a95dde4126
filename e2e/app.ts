import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import {
  _electron,
  expect,
  test as base,
  type ElectronApplication,
  type Locator,
  type Page,
} from '@playwright/test';
import type {} from '../electron/ipc/contract.js';

const root = resolve(import.meta.dirname, '..');
const PROGRAMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux-unpacked/layerloom',
  darwin: 'mac-arm64/Layerloom.app/Contents/MacOS/Layerloom',
  win32: 'win-unpacked/Layerloom.exe',
};
/** The packaged app's program. */
export const program = join(root, 'release', PROGRAMS[process.platform] ?? '');

/** The packaged app, started on a profile of its own. */
export interface Loom {
  readonly app: ElectronApplication;
  readonly page: Page;
}

interface StartOptions {
  /** A project named on the command line. */
  readonly project?: string;
  /** The folder with data sets; the prepared CIFAR-10 unless given. */
  readonly dataFolder?: string;
  /** Changes to the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Fixtures of one test. */
interface Fixtures {
  /** A folder that is gone after the test. */
  readonly folder: string;
  /** Starts an app that only this test uses; more than once on the same profile if asked. Closed after the test. */
  readonly start: (options?: StartOptions) => Promise<Loom>;
  /** The app that the tests share, on its start screen. */
  readonly loom: Loom;
}

/** Fixtures that last as long as a worker does. */
interface WorkerFixtures {
  /** A virtual display of the worker's own where `npm run e2e` asks for one: apps on one display share its clipboard. */
  readonly display: null;
  readonly sharedLoom: Loom;
}

/** Starts a virtual display. Each worker searches numbers of its own: two Xvfb that search at once can collide. */
async function startDisplay(first: number): Promise<{ server: ChildProcess; name: string }> {
  for (let number = first; number < first + 100; number++) {
    const args = [`:${number}`, '-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const isReady = await Promise.race([
      once(server.stdio[3] as Readable, 'data').then(() => true),
      once(server, 'exit').then(() => false),
    ]);
    if (isReady) return { server, name: `:${number}` };
  }
  throw new Error(`no display is free from :${first} on`);
}

/** Playwright's test with the packaged app. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  display: [
    async ({}, use, { parallelIndex }) => {
      if (process.env['LAYERLOOM_E2E_DISPLAY'] !== 'virtual') return use(null);
      const { server, name } = await startDisplay(100 * (parallelIndex + 1));
      process.env['DISPLAY'] = name;
      await use(null);
      server.kill();
    },
    { scope: 'worker', auto: true },
  ],
  sharedLoom: [
    async ({}, use) => {
      const profile = mkdtempSync(join(tmpdir(), 'loom-e2e-'));
      const loom = await launch(profile);
      await use(loom);
      await quit(loom.app);
      rmSync(profile, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'loom-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ folder }, use) => {
    const running: ElectronApplication[] = [];
    await use(async (options) => {
      const loom = await launch(join(folder, 'profile'), options);
      running.push(loom.app);
      return loom;
    });
    for (const app of running) await quit(app);
  },
  loom: async ({ sharedLoom }, use) => {
    await reset(sharedLoom);
    await use(sharedLoom);
  },
});

export { expect };

async function launch(profile: string, { project, dataFolder, env }: StartOptions = {}): Promise<Loom> {
  const asRoot = process.getuid?.() === 0;
  const app = await _electron.launch({
    executablePath: program,
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      ...(project === undefined ? [] : [project]),
    ],
    chromiumSandbox: !asRoot,
    env: {
      ...process.env,
      LAYERLOOM_DATA_DIR: dataFolder ?? join(root, 'assets', 'data'),
      ...env,
    },
  });
  const page = await app.firstWindow();
  await page.getByRole('banner').waitFor();
  return { app, page };
}

/** Ends the app without its questions. */
async function quit(app: ElectronApplication): Promise<void> {
  try {
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
    );
  } catch {
    // It is gone already: the test has killed it.
  }
  await app.close().catch(() => undefined);
}

const FIRST_SIZE = { width: 1280, height: 800 };

/** Takes the app back to how it starts: no job, no open project, every dialog canceled, and the first settings. */
async function reset({ app, page }: Loom): Promise<void> {
  await expect.poll(() => page.evaluate(stopJobs)).toEqual([]);
  await page.evaluate(async () => {
    await window.loom.theme.set({ choice: 'system' });
    await window.loom.project.clearRecent();
  });
  await app.evaluate(({ BrowserWindow, dialog }, { width, height }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: -1, checkboxChecked: false });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    BrowserWindow.getAllWindows()[0]!.setContentSize(width, height);
  }, FIRST_SIZE);
  await page.mouse.move(0, 0);
  await page.reload();
  await page.getByRole('region', { name: 'Examples' }).getByRole('button').first().waitFor();
}

/** Tells every job to stop, in the page; answers those that are left. */
async function stopJobs(): Promise<readonly string[]> {
  const jobs = await window.loom.jobs.list();
  if (!jobs.ok) throw new Error(jobs.problem.code);
  await Promise.all(jobs.value.map((id) => window.loom.jobs.control({ id, action: 'stop' })));
  return jobs.value;
}

/** The text of an example's file. */
export const exampleText = (id: string): string =>
  readFileSync(join(root, 'assets', 'examples', `${id}.loom`), 'utf8');

/** Opens an example from the start screen. */
export async function openExample(page: Page, name: string): Promise<void> {
  await page
    .getByRole('region', { name: 'Examples' })
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
  await page.getByRole('navigation', { name: 'Workspaces' }).waitFor();
}

/** Trains the open project for one epoch, and waits until it has. */
export const trainOneEpoch = (page: Page): Promise<void> => trainFor(page, 1);

/** Trains the open project for some epochs, and waits until it has. */
export async function trainFor(page: Page, epochs: number): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Epochs').fill(String(epochs));
  await page.getByLabel('Epochs').press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
}

/** Makes the next save dialogs answer with `path`. */
export async function saveTo(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/** Makes the next open dialogs answer with `path`. */
export async function openFrom(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

/** A node on the canvas: a layer's by its name, or the input or output. */
export function node(page: Page, name: string): Locator {
  return page.locator(`.react-flow__node[aria-label^="${name}, "]`);
}

/** The names of the nodes on the canvas, in the chain's order. */
export async function chain(page: Page): Promise<string[]> {
  const nodes = page.locator('.react-flow__node');
  return nodes.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.split(',')[0] ?? ''));
}
