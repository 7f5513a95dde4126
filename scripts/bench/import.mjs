#!/usr/bin/env node
// Imports 10,000 photos with the packaged app and measures speed, memory and whether the window stays responsive.
// `npm run bench:import`; Linux only, with a display or xvfb-run. Needs some 300 MB in the temporary folder.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { launch, quit, root } from './app.mjs';
import { traced } from './trace.mjs';

const COUNT = 10_000;
const RECORD = 3073;
const [WIDTH, HEIGHT] = [320, 240];
const AT_ONCE = 8;
const SAMPLE_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'));
const photos = join(folder, 'photos');

/** Writes the 10,000 test images of CIFAR-10 as 320×240 JPEG files in class folders. */
async function makePhotos() {
  const file = readFileSync(join(root, 'assets', 'data', 'cifar-10', 'test_batch.bin'));
  for (let label = 0; label < 10; label++) mkdirSync(join(photos, `class${label}`), { recursive: true });
  let next = 0;
  let bytes = 0;
  const work = async () => {
    for (let i = next++; i < COUNT; i = next++) {
      const record = file.subarray(i * RECORD, (i + 1) * RECORD);
      const pixels = Uint8Array.from(
        { length: 3072 },
        (_, at) => record[1 + (at % 3) * 1024 + Math.floor(at / 3)],
      );
      const { size } = await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
        .resize(WIDTH, HEIGHT, { fit: 'fill' })
        .jpeg({ quality: 90 })
        .toFile(join(photos, `class${record[0]}`, `${i}.jpg`));
      bytes += size;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.log(`${COUNT} JPEG files of ${WIDTH}×${HEIGHT}, ${megabytes(bytes)} MB`);
}

const megabytes = (bytes) => Math.round(bytes / 2 ** 20);

/** A process's peak memory so far, in bytes, from the kernel. */
const peakOf = (pid) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

/** Imports `path`, traces the page, and measures the main process's longest event-loop delay. */
async function measure(name, path) {
  const { app, page } = await launch(folder, [], join(folder, 'data'));
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    let last = performance.now();
    globalThis.longestDelay = 0;
    setInterval(() => {
      const now = performance.now();
      globalThis.longestDelay = Math.max(globalThis.longestDelay, now - last);
      last = now;
    }, 5);
  }, path);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own images/ }).click();
  const dialog = page.getByRole('dialog');
  const importer = () =>
    app.evaluate(
      ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Layerloom data')?.pid,
    );
  let [recognized, read, peak] = [0, 0, 0];
  const { longTasks } = await traced(app, folder, async () => {
    let from = performance.now();
    await dialog
      .getByRole('button', { name: /^Choose a f/ })
      .nth(statSync(path).isDirectory() ? 0 : 1)
      .click();
    await dialog.getByRole('button', { name: 'Import' }).waitFor({ timeout: 120_000 });
    recognized = performance.now() - from;
    const pid = await importer();
    const sampling = setInterval(() => {
      try {
        peak = Math.max(peak, peakOf(pid));
      } catch {
        // The process has exited.
      }
    }, SAMPLE_MS);
    from = performance.now();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await dialog.getByRole('button', { name: 'Create project' }).waitFor({ timeout: 600_000 });
    read = performance.now() - from;
    clearInterval(sampling);
  });
  const delay = await app.evaluate(() => globalThis.longestDelay);
  const longest = Math.max(0, ...longTasks);
  console.log(
    `${name.padEnd(22)} recognized in ${(recognized / 1000).toFixed(2)} s, read in ${(read / 1000).toFixed(1)} s ` +
      `(${Math.round((COUNT / read) * 1000)} images/s), peak memory of the data process ${megabytes(peak)} MB, ` +
      `longest task of the page ${longest === 0 ? 'under 50' : longest.toFixed(0)} ms, longest delay of the main process ${delay.toFixed(0)} ms`,
  );
  await quit(app);
}

try {
  await makePhotos();
  await measure('a folder', photos);
  execFileSync('tar', ['-czf', join(folder, 'photos.tar.gz'), '-C', folder, 'photos']);
  await measure('a tar.gz archive', join(folder, 'photos.tar.gz'));
  execFileSync('python3', ['-m', 'zipfile', '-c', join(folder, 'photos.zip'), photos]);
  await measure('a zip archive', join(folder, 'photos.zip'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
