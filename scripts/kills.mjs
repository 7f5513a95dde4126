#!/usr/bin/env node
// `node scripts/kills.mjs [COUNT] [--seed N]`: kills the built command line COUNT times at random moments while it
// trains, resumes it until it is done, and holds weights, generator, history and exported file against those of a
// training that was never interrupted. With augmentation, dropout, momentum and a schedule, on both backends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './lib/run.mjs';
import { inScratch } from './lib/folders.mjs';

const program = fileURLToPath(new URL('../dist/engine/cli.js', import.meta.url));
const { positionals, values } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } });
const kills = Number(positionals[0] ?? 200);
const seed = Number(values.seed ?? 1);

const SIDE = 8;
const EACH = 24;
const EPOCHS = 12;
const CASES = [
  { backend: 'native', schedule: { type: 'CosineAnnealingLR', T_max: 'all' } },
  { backend: 'reference', schedule: { type: 'ReduceLROnPlateau', patience: 1 } },
];

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function randomNumbers(from) {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomNumbers(seed);

/** Noisy pictures of a level and of an upright line, and a project that classifies them. */
function prepare(folder, env) {
  for (const kind of ['level', 'upright']) {
    mkdirSync(join(folder, 'lines', kind), { recursive: true });
    for (let i = 0; i < EACH; i++) {
      const at = Math.floor(random() * (SIDE - 2));
      const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, byte) => {
        const pixel = Math.floor(byte / 3);
        const place = kind === 'level' ? Math.floor(pixel / SIDE) : pixel % SIDE;
        return (place >= at && place < at + 2 ? 190 : 60) + Math.floor(random() * 50);
      });
      const header = Buffer.from(`P6\n${SIDE} ${SIDE}\n255\n`);
      writeFileSync(join(folder, 'lines', kind, `${i}.ppm`), Buffer.concat([header, pixels]));
    }
  }
  const file = join(folder, 'lines.loom');
  run(process.execPath, [program, 'new', join(folder, 'lines'), '--out', file], { env });
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeProject(file, project, schedule) {
  const layer = (id, type, params = {}) => ({ id, name: id, type, params });
  const hard = {
    ...project,
    data: {
      ...project.data,
      augment: [
        { type: 'RandomCrop', padding: 1 },
        { type: 'RandomHorizontalFlip' },
        { type: 'RandomErasing' },
      ],
    },
    model: {
      layers: [
        layer('conv', 'Conv2d', { out_channels: 4, kernel_size: 3, padding: 1 }),
        layer('norm', 'BatchNorm2d'),
        layer('act', 'Tanh'),
        layer('flatten', 'Flatten'),
        layer('drop', 'Dropout', { p: 0.3 }),
        layer('out', 'Linear', { out_features: 2 }),
      ],
    },
    training: {
      ...project.training,
      optimizer: { type: 'SGD', lr: 0.05, momentum: 0.9 },
      schedule,
      epochs: EPOCHS,
      batchSize: 8,
    },
  };
  writeFileSync(file, JSON.stringify(hard));
}

/** Trains, or trains on; kills the process after `ms` unless it has ended. True if it was killed. */
async function train(file, out, { backend, env, ms }) {
  const resume = existsSync(join(out, 'run.json')) ? ['--resume'] : [];
  const args = ['train', file, '--out', out, '--backend', backend, '--threads', '1', '--json', ...resume];
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const timer = ms === undefined ? null : setTimeout(() => child.kill('SIGKILL'), ms);
  const [status, signal] = await once(child, 'close');
  clearTimeout(timer);
  if (signal === 'SIGKILL') return true;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with status ${status}\n${said}`);
  return false;
}

/** All of a run that has to be the same: bits of tensors, generator, history without times, exported file. */
function resultOf(out) {
  const checkpoint = readFileSync(join(out, 'checkpoint.safetensors'));
  const end = 8 + Number(checkpoint.readBigUInt64LE(0));
  const { __metadata__: metadata, ...tensors } = JSON.parse(checkpoint.subarray(8, end).toString());
  const { generator, history, epoch, step } = JSON.parse(metadata.layerloom);
  const figures = history.map((past) =>
    Object.fromEntries(Object.entries(past).filter(([name]) => /loss|accuracy|epoch/i.test(name))),
  );
  return {
    weights: Object.entries(tensors)
      .map(
        ([
          name,
          {
            dtype,
            shape,
            data_offsets: [from, to],
          },
        ]) => [name, dtype, shape, checkpoint.subarray(end + from, end + to).toString('base64')].join(),
      )
      .sort()
      .join('\n'),
    generator: JSON.stringify([generator, epoch, step]),
    history: JSON.stringify(figures),
    file: readFileSync(join(out, 'model.onnx')).toString('base64'),
  };
}

function compare(out, whole) {
  const found = resultOf(out);
  const differing = Object.keys(whole).filter((part) => found[part] !== whole[part]);
  if (differing.length > 0) throw new Error(`${out}: ${differing.join(', ')} differ; seed ${seed}`);
  const left = readdirSync(out).filter((name) => name.startsWith('claim') || name.endsWith('.part'));
  if (left.length > 0) throw new Error(`${out}: ${left.join(', ')} left behind; seed ${seed}`);
}

await inScratch(async (folder) => {
  const env = { ...process.env, LAYERLOOM_DATA_DIR: join(folder, 'data'), ORT_DISABLE_TELEMETRY: '1' };
  const project = prepare(folder, env);
  for (const [index, { backend, schedule }] of CASES.entries()) {
    const file = join(folder, `${backend}.loom`);
    writeProject(file, project, schedule);
    const from = performance.now();
    await train(file, join(folder, `${backend}-whole`), { backend, env });
    const duration = performance.now() - from;
    const whole = resultOf(join(folder, `${backend}-whole`));

    const wanted =
      Math.floor(((index + 1) * kills) / CASES.length) - Math.floor((index * kills) / CASES.length);
    let done = 0;
    let runs = 0;
    while (done < wanted) {
      const out = join(folder, `${backend}-${++runs}`);
      let wasKilled = true;
      while (wasKilled) {
        const ms = done < wanted ? random() * 1.1 * duration : undefined;
        wasKilled = await train(file, out, { backend, env, ms });
        if (wasKilled) done++;
      }
      compare(out, whole);
    }
    console.log(`${backend}: killed ${done} times in ${runs} runs; every run ended bit-identical`);
  }
});
