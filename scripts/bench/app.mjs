// Starts the packaged app for benchmarks, with a separate profile and the prepared data set.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from '@playwright/test';
import { appProgram } from '../lib/app.mjs';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the app with its profile in `folder` and data sets from `dataFolder`, and opens `files`. */
export async function launch(folder, files = [], dataFolder = join(root, 'assets', 'data')) {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: appProgram(root),
    args: [...asRoot, `--user-data-dir=${join(folder, 'profile')}`, ...files],
    env: { ...process.env, LAYERLOOM_DATA_DIR: dataFolder },
  });
  const page = await app.firstWindow();
  await page.getByRole('banner').waitFor();
  return { app, page };
}

/** Quits the app without confirmation dialogs. */
export async function quit(app) {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
  );
  await app.close();
}
