#!/usr/bin/env node
// How smooth the packaged app is: start, a graph of 300 nodes, the window while a model trains on all cores.
// `npm run bench:window`; needs a display, or xvfb-run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedElectron } from '../lib/app.mjs';
import { launch, quit, root } from './app.mjs';
import { measureGrid, measureStrip } from './windowData.mjs';
import { openMouse } from './mouse.mjs';
import { quantile, report, traced } from './trace.mjs';

const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'));

/** A project with 300 layers that fit. */
function longProject() {
  const layers = Array.from({ length: 300 }, (_, i) => ({
    id: `l${i + 1}`,
    name: `layer_${i + 1}`,
    type: i === 0 ? 'Flatten' : i === 299 ? 'Linear' : ['Linear', 'Tanh', 'Dropout'][i % 3],
    params: i > 0 && (i === 299 || i % 3 === 0) ? { out_features: i === 299 ? 2 : 64 } : {},
  }));
  const file = join(folder, 'long.loom');
  const project = {
    format: 'layerloom',
    version: 1,
    name: 'Three hundred',
    data: {
      source: { kind: 'cifar10' },
      classes: ['airplane', 'bird'],
      limitPerClass: null,
      validation: { from: 'test' },
      transforms: [{ type: 'ToTensor' }],
    },
    model: { layers },
    training: { loss: { type: 'CrossEntropyLoss' }, optimizer: { type: 'SGD' }, epochs: 1, batchSize: 64 },
    layout: {},
  };
  writeFileSync(file, JSON.stringify(project));
  return file;
}

async function measureStart() {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    const { app } = await launch(folder);
    times.push(performance.now() - from);
    await quit(app);
  }
  console.log(`start to usable window: median of 5: ${quantile(times, 0.5).toFixed(0)} ms`);
}

async function measureCanvas() {
  const { app, page } = await launch(folder, [longProject()]);
  await page.locator('.react-flow__node:visible').first().waitFor();
  const box = await page.locator('.react-flow').boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const mouse = await openMouse(page);

  for (const view of ['all 300 in view', 'close up']) {
    if (view === 'close up') {
      for (let i = 0; i < 12; i++) await page.keyboard.press('Control+=');
      await page.waitForTimeout(500);
    }
    report(
      `300 nodes, panning, ${view}`,
      await traced(app, folder, async () => {
        await mouse.move(middle.x - 300, middle.y - 200);
        await mouse.down();
        for (let i = 0; i < 60; i++)
          await mouse.move(middle.x - 300 + i * 3, middle.y - 200 + Math.sin(i / 5) * 100);
        await mouse.up();
      }),
    );
    report(
      `300 nodes, zooming, ${view}`,
      await traced(app, folder, async () => {
        await mouse.move(middle.x, middle.y);
        for (let i = 0; i < 60; i++) await mouse.wheel(0, i < 30 ? 40 : -40);
      }),
    );
    await page.keyboard.press('Control+0');
    await page.waitForTimeout(400);
  }
  for (let i = 0; i < 12; i++) await page.keyboard.press('Control+=');
  await page.waitForTimeout(500);
  const node = await middleNode(page, box);
  report(
    '300 nodes, dragging one',
    await traced(app, folder, async () => {
      await mouse.move(node.x + node.width / 2, node.y + node.height / 2);
      await mouse.down();
      for (let i = 0; i < 60; i++)
        await mouse.move(node.x + node.width / 2 + i * 3, node.y + node.height / 2 + i);
      await mouse.up();
    }),
  );
  await quit(app);
}

/** The node that is nearest to the middle of the canvas. */
function middleNode(page, { x, y, width, height }) {
  const middle = { x: x + width / 2, y: y + height / 2 };
  return page.evaluate((target) => {
    const boxes = [...document.querySelectorAll('.react-flow__node.draggable')].map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    });
    const away = (box) => Math.hypot(box.x + box.width / 2 - target.x, box.y + box.height / 2 - target.y);
    return boxes.sort((a, b) => away(a) - away(b))[0];
  }, middle);
}

async function measureTraining() {
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

try {
  console.log(
    `${cpus()[0].model}, ${cpus().length} cores, Electron ${packagedElectron(root).version}, no GPU`,
  );
  await measureStart();
  await measureCanvas();
  await measureGrid(folder);
  await measureStrip(folder);
  await measureTraining();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
