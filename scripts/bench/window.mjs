#!/usr/bin/env node
// Measures the responsiveness of the packaged app: startup, graphs of 100 and 300 nodes, 60,000 images, the window
// during training on all cores, and Understand. `npm run bench:window`, or only some parts: `npm run bench:window -- canvas`. Needs a
// display or xvfb-run.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedElectron } from '../lib/app.mjs';
import { launch, quit, root } from './app.mjs';
import { quantile } from './trace.mjs';
import { measureCanvas } from './windowCanvas.mjs';
import { measureGrid, measureStrip } from './windowData.mjs';
import { measureTraining } from './windowTraining.mjs';
import { measureUnderstand } from './windowUnderstand.mjs';

async function measureStart(folder) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    const { app } = await launch(folder);
    times.push(performance.now() - from);
    await quit(app);
  }
  console.log(`start to usable window: median of 5: ${quantile(times, 0.5).toFixed(0)} ms`);
}

const PARTS = {
  start: measureStart,
  canvas: measureCanvas,
  grid: measureGrid,
  strip: measureStrip,
  training: measureTraining,
  understand: measureUnderstand,
};

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'));
try {
  console.log(
    `${cpus()[0].model}, ${cpus().length} cores, Electron ${packagedElectron(root).version}, no GPU`,
  );
  for (const [name, measure] of Object.entries(PARTS))
    if (wanted.length === 0 || wanted.includes(name)) await measure(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
