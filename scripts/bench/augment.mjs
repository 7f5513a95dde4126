import { fileURLToPath } from 'node:url';
import { augmentations, prepareAugmentations } from '../../dist/engine/data/augment/index.js';
import { Mt19937 } from '../../dist/engine/random/torch.js';
import { CASES } from './steps.mjs';
import { median, startPeer } from './peer.mjs';

const OURS = fileURLToPath(new URL('./ours.mjs', import.meta.url));

/** The augmentation pipelines to measure; the empty one is the baseline. */
const LISTS = [
  [],
  [{ type: 'RandomCrop', padding: 4 }, { type: 'RandomHorizontalFlip' }],
  ...augmentations.map(({ type, suggested }) => [{ type, ...suggested }]),
];

/** Time that augmentation adds to a training step on one thread: medians of interleaved rounds. */
export async function benchAugment({ rounds }) {
  const [{ example, steps, calls }] = CASES;
  const args = [OURS, example, '1', String(steps), String(calls)];
  const peers = [];
  for (const list of LISTS) peers.push(await startPeer(process.execPath, [...args, JSON.stringify(list)]));
  const times = peers.map(() => []);
  for (const peer of peers) await peer.round();
  for (let i = 0; i < rounds; i++) {
    for (const [p, peer] of peers.entries()) times[p].push((await peer.round()).ms);
  }
  peers.forEach((peer) => peer.end());
  const [plain, ...augmented] = times.map(median);
  return augmented.map((ms, i) => ({
    name: LISTS[i + 1].map(({ type }) => type).join(', '),
    step: plain,
    augmented: ms,
    added: ms - plain,
    making64: timeMaking(LISTS[i + 1], rounds),
  }));
}

const FORM = { channels: 3, side: 32 };
const BATCHES = 10;

/** Minimum time in ms to augment 64 images; other work on the machine can only increase it. */
function timeMaking(list, rounds) {
  const augment = prepareAugmentations(list, FORM);
  const generator = Mt19937.fromSeed(0);
  const image = Uint8Array.from({ length: 3072 }, (_, i) => (i * 7 + (i >> 5) * 13) % 256);
  const made = new Uint8Array(image.length);
  const times = Array.from({ length: rounds * 4 }, () => {
    const start = performance.now();
    for (let i = 0; i < 64 * BATCHES; i++) augment(generator, image, made);
    return (performance.now() - start) / BATCHES;
  });
  return Math.min(...times);
}
