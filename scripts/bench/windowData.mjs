// Measures the Data workspace: scrolling 60,000 images, and the preview's delay after a setting changes.
import { join } from 'node:path';
import { launch, quit, root } from './app.mjs';
import { quantile, report, traced } from './trace.mjs';

const BIRDS = join(root, 'assets', 'examples', 'birds-vs-airplanes.loom');

/** Opens the Data workspace with all of CIFAR-10. */
async function openData(folder) {
  const { app, page } = await launch(folder, [BIRDS]);
  await page.getByRole('navigation', { name: 'Workspaces' }).waitFor();
  const from = performance.now();
  await page.keyboard.press('Control+2');
  await page.getByText('50,000').first().waitFor();
  return { app, page, ready: performance.now() - from };
}

/** Scrolls from end to end and back, three times; measures the memory of the window's process. */
export async function measureGrid(folder) {
  const { app, page, ready } = await openData(folder);
  console.log(`60,000 images ready: ${ready.toFixed(0)} ms`);
  await page.getByRole('button', { name: 'Both' }).click();
  const memory = () =>
    app.evaluate(({ app: electron }) => {
      const page = electron.getAppMetrics().find(({ type }) => type === 'Tab');
      return Math.round(page.memory.workingSetSize / 1024);
    });
  const megabytes = [await memory()];
  for (let pass = 1; pass <= 3; pass++) {
    const found = await traced(app, folder, () =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            const grid = document.querySelector('[aria-label^="Images"]');
            const frames = 300;
            const bottom = grid.scrollHeight - grid.clientHeight;
            let frame = 0;
            const step = () => {
              grid.scrollTop = (bottom * (frame <= frames / 2 ? frame : frames - frame)) / (frames / 2);
              if (frame++ < frames) requestAnimationFrame(step);
              else resolve();
            };
            step();
          }),
      ),
    );
    report(`60,000 images, end to end, pass ${pass}`, found);
    megabytes.push(await memory());
  }
  console.log(`memory of the window before and after each pass: ${megabytes.join(', ')} MB`);
  await quit(app);
}

const CHANGES = 40;

/** Changes an augmentation setting repeatedly; measures the time from the input to the frame with the new pictures. */
export async function measureStrip(folder) {
  const { app, page } = await openData(folder);
  await page.getByRole('tab', { name: 'Transforms' }).click();
  for (const [type, setting] of [
    ['RandomRotation', 'Degrees'],
    ['ColorJitter', 'Hue'],
  ]) {
    await page.getByRole('button', { name: 'Add augmentation' }).click();
    await page.getByRole('menuitem', { name: type }).click();
    const field = page.getByRole('textbox', { name: new RegExp(`^${setting}`) });
    await field.waitFor();
    const times = [];
    for (let i = 0; i < CHANGES; i++) {
      times.push(await timeChange(field, String(setting === 'Hue' ? 0.1 + i / 200 : 20 + i)));
    }
    console.log(
      `16 samples redrawn after ${setting} of ${type} changes: median ${quantile(times, 0.5).toFixed(0)} ms, ` +
        `95th percentile ${quantile(times, 0.95).toFixed(0)} ms of ${times.length}`,
    );
  }
  await quit(app);
}

/** Milliseconds from an input event to the frame after the new pictures. */
function timeChange(field, text) {
  return field.evaluate(
    (input, value) =>
      new Promise((resolve, reject) => {
        const canvases = [...document.querySelectorAll('[aria-label^="After augmentation"] canvas')];
        // Compare all of them, because a slightly larger angle leaves some pictures unchanged.
        const pixels = () =>
          canvases.map((one) => one.getContext('2d').getImageData(0, 0, 32, 32).data.join()).join();
        const before = pixels();
        const from = performance.now();
        // React overrides this property on the element itself.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value);
        input.dispatchEvent(new Event('input', { bubbles: true }));
        const wait = () => {
          if (performance.now() - from > 5000) reject(new Error('the preview does not follow the setting'));
          else if (pixels() === before) requestAnimationFrame(wait);
          else requestAnimationFrame(() => resolve(performance.now() - from));
        };
        wait();
      }),
    text,
  );
}
