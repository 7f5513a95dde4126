// The window while 60,000 images are scrolled, and its memory.
import { join } from 'node:path';
import { launch, quit, root } from './app.mjs';
import { report } from './report.mjs';
import { traced } from './trace.mjs';

/** Scrolls from end to end and back, three times; memory is the window's own process. */
export async function measureGrid(folder) {
  const { app, page } = await launch(folder, [join(root, 'assets', 'examples', 'birds-vs-airplanes.loom')]);
  await page.getByRole('navigation', { name: 'Workspaces' }).waitFor();
  const from = performance.now();
  await page.keyboard.press('Control+2');
  await page.getByText('50,000').first().waitFor();
  console.log(`60,000 images ready: ${(performance.now() - from).toFixed(0)} ms`);
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
