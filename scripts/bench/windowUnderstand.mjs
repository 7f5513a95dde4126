// Measures Understand: opening it on a full validation set, and drawing another sample.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from './steps.mjs';
import { launch, quit, root } from './app.mjs';
import { quantile } from './trace.mjs';

const STARTS = 5;
const SAMPLES = 40;

/** Trains each example for an epoch and looks at the run after another start of the app. */
export async function measureUnderstand(folder) {
  for (const { name, example } of CASES) {
    const project = JSON.parse(readFileSync(join(root, 'assets', 'examples', `${example}.loom`), 'utf8'));
    project.training.epochs = 1;
    // An epoch of the larger networks would take minutes; the validation set stays whole.
    if (example !== 'birds-vs-airplanes') project.data.limitPerClass = 64;
    const file = join(folder, `${example}.loom`);
    writeFileSync(file, JSON.stringify(project));
    await train(folder, file);
    const openings = [];
    for (let start = 0; start < STARTS; start++) {
      const { app, page } = await opened(folder, file);
      openings.push(await page.evaluate(openUnderstand));
      if (start === STARTS - 1) await measureSamples(page, name);
      await quit(app);
    }
    console.log(
      `${name}: opening Understand after a start: median of ${STARTS} ${text(quantile(openings, 0.5))}, slowest ${text(Math.max(...openings))}`,
    );
  }
}

const text = (ms) => `${ms.toFixed(0)} ms`;

async function opened(folder, file) {
  const found = await launch(folder, [file]);
  await found.page.getByRole('navigation', { name: 'Workspaces' }).waitFor();
  return found;
}

async function train(folder, file) {
  const { app, page } = await opened(folder, file);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Finished').first().waitFor({ timeout: 300_000 });
  await quit(app);
}

/** One sample after another by the arrow key: pressed when the one before is drawn, and held. */
async function measureSamples(page, name) {
  await page.getByRole('tab', { name: 'One sample' }).click();
  await page.getByRole('region', { name: 'Softmax', exact: true }).waitFor();
  await page.getByRole('tab', { name: 'One sample' }).blur();
  await page.evaluate(recordSamples);
  const drawn = async (at) =>
    (await page.waitForFunction((title) => globalThis.drawn[title], `validation ${at}`)).jsonValue();
  const times = [];
  for (let i = 1; i <= SAMPLES; i++) {
    await page.keyboard.press('ArrowRight');
    times.push(await drawn(i));
    // Now and then everything about a sample is answered before the next key, as when a person looks at it.
    if (i % 4 === 0) await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  }
  const last = 2 * SAMPLES;
  for (let i = SAMPLES; i < last; i++) {
    await page.keyboard.down('ArrowRight');
    await page.waitForTimeout(33);
  }
  await page.keyboard.up('ArrowRight');
  console.log(
    `${name}: from the key to the drawn sample: median of ${SAMPLES} ${text(quantile(times, 0.5))}, ` +
      `95th percentile ${text(quantile(times, 0.95))}; the last one of a held key ${text(await drawn(last))}`,
  );
}

/** Milliseconds from the click on the workspace until the confusion matrix is painted, inside the page. */
function openUnderstand() {
  const item = [...document.querySelectorAll('nav button')].find(
    (button) => button.textContent === 'Understand',
  );
  const pressed = performance.now();
  item.click();
  return new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector('[aria-label="Confusion matrix"]')) return requestAnimationFrame(look);
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
    };
    look();
  });
}

/** From now on keeps, for each sample, the milliseconds from the last key until it is painted, inside the page. */
function recordSamples() {
  let pressed = 0;
  let shown = '';
  globalThis.drawn = {};
  document.addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
  new MutationObserver(() => {
    const title = document.querySelector('section[aria-label^="Input"] code')?.textContent;
    if (!title || title === shown) return;
    shown = title;
    const start = pressed;
    // The frame is drawn when the task after its callbacks begins.
    requestAnimationFrame(() => setTimeout(() => (globalThis.drawn[title] ??= performance.now() - start)));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
