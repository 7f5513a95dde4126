#!/usr/bin/env node
// `npm run bench [steps|augment|distributions|whole|growth|questions] [--quick] [--json]`: compares us with PyTorch and TensorFlow.js.
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchAugment } from './augment.mjs';
import { benchDistributions } from './distributions.mjs';
import { benchGrowth } from './growth.mjs';
import { benchQuestions } from './questions.mjs';
import { benchSteps } from './steps.mjs';
import { benchWhole } from './whole.mjs';

const PARTS = {
  steps: benchSteps,
  augment: benchAugment,
  distributions: benchDistributions,
  whole: benchWhole,
  growth: benchGrowth,
  questions: benchQuestions,
};
const THOROUGH = { rounds: 9, epochs: 100 };
const QUICK = { rounds: 3, epochs: 5 };

const args = process.argv.slice(2);
const selected = args.filter((arg) => arg in PARTS);
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const [cpu] = cpus();
console.log(`${cpu.model}, ${cpus().length} cores; load before: ${loadavg()[0].toFixed(2)}`);
for (const part of selected.length > 0 ? selected : Object.keys(PARTS)) {
  const size = args.includes('--quick') ? QUICK : THOROUGH;
  // A whole run takes minutes, so three are enough.
  const rows = await PARTS[part]({
    ...size,
    rounds: part === 'whole' ? Math.min(size.rounds, 3) : size.rounds,
  });
  if (args.includes('--json')) console.log(JSON.stringify({ part, rows }));
  else for (const row of rows) console.log(describe(row));
}

function describe({ name, ...figures }) {
  const shown = Object.entries(figures).map(([key, value]) => `${key} ${Number(value.toPrecision(4))}`);
  return `${name.padEnd(32)} ${shown.join('  ')}`;
}
