// Measures the window while a model trains on all cores.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, quit, root } from './app.mjs';
import { quantile, report, traced } from './trace.mjs';

/** Starts training, then switches between workspaces for 30 seconds. */
export async function measureTraining(folder) {
  // Runs are stored next to the project's file.
  const project = join(folder, 'birds.loom');
  copyFileSync(join(root, 'assets', 'examples', 'birds-vs-airplanes.loom'), project);
  const { app, page } = await launch(folder, [project]);
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
      answers.push(await page.evaluate(goTo, i % 2 === 0 ? ['Build', '.react-flow'] : ['Train', '.uplot']));
      await page.waitForTimeout(500);
    }
  });
  report('while the birds example trains', found);
  for (const what of ['answered', 'shown']) {
    const times = answers.map((answer) => answer[what]);
    console.log(
      `a click on another workspace is ${what} after: median ${quantile(times, 0.5).toFixed(0)} ms, ` +
        `slowest ${Math.max(...times).toFixed(0)} ms of ${times.length}`,
    );
  }
  await quit(app);
}

/**
 * Clicks a workspace in the navigation, inside the page. Returns the milliseconds until the frames that mark the item
 * and that show the workspace, detected by the selector `content`.
 */
function goTo([name, content]) {
  const item = [...document.querySelectorAll('nav button')].find((button) => button.textContent === name);
  const pressed = performance.now();
  item.click();
  return new Promise((resolve) => {
    let answered = null;
    const check = () => {
      const now = performance.now() - pressed;
      const [marked, present] = seen;
      if (marked) answered ??= now;
      if (present) resolve({ answered, shown: now });
      else watch();
    };
    // Content present during a frame's callbacks is painted before the next frame's callbacks.
    let seen = [false, false];
    const watch = () =>
      requestAnimationFrame(() => {
        seen = [item.matches('[aria-current]'), document.querySelector(content) !== null];
        requestAnimationFrame(check);
      });
    watch();
  });
}
