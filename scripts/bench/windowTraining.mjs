// The window while a model trains on all cores.
import { join } from 'node:path';
import { launch, quit, root } from './app.mjs';
import { report } from './report.mjs';
import { quantile, traced } from './trace.mjs';

/** Presses Train, then goes from one workspace to another for 30 seconds. */
export async function measureTraining(folder) {
  const { app, page } = await launch(folder, [join(root, 'assets', 'examples', 'birds-vs-airplanes.loom')]);
  await page.getByRole('navigation', { name: 'Workspaces' }).waitFor();
  const from = performance.now();
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('section[aria-label=Loss] b')].some((b) => b.textContent),
  );
  console.log(`first loss on the chart after pressing Train: ${(performance.now() - from).toFixed(0)} ms`);
  const answers = [];
  const found = await traced(app, folder, async () => {
    const until = performance.now() + 30_000;
    for (let i = 0; performance.now() < until; i++) {
      const answered = await page.evaluate(
        (name) =>
          new Promise((resolve) => {
            const item = [...document.querySelectorAll('nav button')].find(
              (button) => button.textContent === name,
            );
            const pressed = performance.now();
            item.click();
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressed)));
          }),
        i % 2 === 0 ? 'Build' : 'Train',
      );
      answers.push(answered);
      await page.waitForTimeout(500);
    }
  });
  report('while the birds example trains', found);
  console.log(
    `a click on another workspace is painted after: median ${quantile(answers, 0.5).toFixed(0)} ms, slowest ${Math.max(...answers).toFixed(0)} ms of ${answers.length}`,
  );
  await quit(app);
}
