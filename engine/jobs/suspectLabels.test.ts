import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from '../base/zod.js';
import { suspectedLabels } from '../evaluate/samples.js';
import { createNodeEnvironment } from '../io/environment.js';
import { createControl } from '../train/control.js';
import type { Counted } from './define.js';
import { suspectLabels } from './suspectLabels.js';
import { places } from '../testing/loom.js';
import { train } from './train.js';

const environment = createNodeEnvironment(places);
let folder: string;
let run: string;

const ROWS = 60;
/** Rows whose label is not that of their side. */
const FLIPPED = [7, 32];
const xs = Array.from({ length: ROWS }, (_, i) => (i % 2 === 0 ? -1 : 1) * (1 + (i % 5) / 10));
const sides = xs.map((x, i) => (x > 0 !== FLIPPED.includes(i) ? 'right' : 'left'));

const project = {
  format: 'layerloom',
  version: 1,
  name: 'Sides',
  data: {
    source: {
      kind: 'inline',
      name: 'sides',
      columns: {
        x: xs,
        side: { kinds: ['left', 'right'], rows: sides.map((side) => (side === 'left' ? 0 : 1)) },
      },
    },
    inputs: ['x'],
    targets: ['side'],
    validation: { from: 'train', share: 0.2 },
    transforms: [],
  },
  model: { layers: [{ id: 'l', name: '0', type: 'Linear', params: { out_features: 2 } }] },
  training: {
    loss: { type: 'CrossEntropyLoss' },
    optimizer: { type: 'Adam', lr: 0.1 },
    epochs: 10,
    batchSize: 8,
  },
};

const context = (reports: Counted[], control = createControl(() => Promise.resolve())) => ({
  environment,
  report: (progress: Counted) => reports.push(progress),
  control,
  signal: new AbortController().signal,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-labels-'));
  run = join(folder, 'run');
  const input = train.input.parse({ project: JSON.stringify(project), out: run, threads: 1 });
  await train.run(input, { ...context([]), report: () => undefined });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const search = (): z.output<typeof suspectLabels.input> => ({ run, folds: 2 });

it('predicts every sample of both splits once, also of rows that take turns, and finds the labels that were changed', async () => {
  const reports: Counted[] = [];
  const answers = await suspectLabels.run(search(), context(reports));
  expect([...answers.rows].sort((a, b) => a - b)).toEqual([...Array(ROWS).keys()]);
  answers.rows.forEach((row, i) => expect(answers.classes[answers.truth[i]!]).toBe(sides[row]));
  // Each part has rows of both sides.
  expect(new Set(answers.rows.slice(0, ROWS / 2).map((row) => row % 2)).size).toBe(2);
  const found = suspectedLabels(answers).map(({ row }) => row);
  expect(found.sort((a, b) => a - b)).toEqual(FLIPPED);
  expect(reports.at(0)).toEqual({ done: 0, total: 20 });
  expect(reports.at(-1)).toEqual({ done: 20, total: 20 });
});

it('ends when it is stopped', async () => {
  const control = createControl(() => Promise.resolve());
  control.stop();
  await expect(suspectLabels.run(search(), context([], control))).rejects.toThrow('interrupted/canceled');
});
