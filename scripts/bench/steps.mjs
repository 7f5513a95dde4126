import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run } from '../lib/run.mjs';
import { median, PYTHON, startPeer, torchEnvironment } from './peer.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const SAME_WORK = 1e-3;

/** The idle threads of one peer keep spinning for a moment, which would slow down the next. */
const SETTLE_MS = 300;

/** Time of one training step, ours and the peers': medians of interleaved rounds. */
export async function benchSteps({ rounds }) {
  const rows = [];
  for (const { name, example, steps, calls, target, tfjs } of CASES) {
    for (const threads of ['1', '2']) {
      const args = [example, threads, String(steps), String(calls)];
      const peers = [
        await startPeer(process.execPath, [here('ours.mjs'), ...args]),
        await startPeer(PYTHON, [here('torch_peer.py'), ...args], torchEnvironment()),
        ...(tfjs && threads === '1' ? [await startTfjs()] : []),
      ];
      const times = peers.map(() => []);
      // The first round warms up; comparing its losses proves that both do the same work.
      const [ours, torch] = [await peers[0].round(), await peers[1].round()];
      checkLosses(name, ours.losses, torch.losses);
      for (const peer of peers.slice(2)) await peer.round();
      for (let i = 0; i < rounds; i++) {
        for (const [p, peer] of peers.entries()) {
          await setTimeout(SETTLE_MS);
          times[p].push((await peer.round()).ms);
        }
      }
      peers.forEach((peer) => peer.end());
      const [mine, theirs, wasm] = times.map(median);
      rows.push({ name, threads: Number(threads), ours: mine, torch: theirs, ratio: mine / theirs, target });
      if (wasm) rows.push({ name: `${name}, tfjs`, threads: 1, ours: mine, tfjs: wasm, times: wasm / mine });
    }
  }
  return rows;
}

/** TensorFlow.js is a separate package, installed when first measured. */
function startTfjs() {
  const folder = here('tfjs');
  if (!existsSync(join(folder, 'node_modules'))) {
    run('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: folder });
  }
  return startPeer(process.execPath, [join(folder, 'peer.mjs')]);
}

function checkLosses(name, ours, theirs) {
  const worst = Math.max(...ours.map((loss, i) => Math.abs(loss / theirs[i] - 1)));
  if (!(worst < SAME_WORK)) throw new Error(`${name}: losses differ by ${worst}: not the same work`);
}

/** Networks whose training step is timed; `target` is the maximum ratio to PyTorch's time. */
export const CASES = [
  { name: '3072-512-2 tanh', example: 'birds-vs-airplanes', steps: 25, calls: 4, target: 0.85, tfjs: true },
  { name: 'conv 16-8, 32, 2', example: 'birds-convnet', steps: 8, calls: 4, target: 0.9, tfjs: false },
  {
    name: 'conv 32-32-64-64 batch norm',
    example: 'cifar10-convnet',
    steps: 2,
    calls: 3,
    target: 1.3,
    tfjs: false,
  },
];
