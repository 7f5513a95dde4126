import { invariant } from '../base/problem.js';
import { Mt19937 } from '../random/mt19937.js';
import { identity, randperm } from '../random/distributions.js';

/**
 * The order in which PyTorch's `DataLoader(shuffle=…)` without workers visits `n` samples in its next
 * epoch. It draws from the run's generator either way: a seed for workers, then one for the shuffle.
 * PyTorch: torch/utils/data/dataloader.py and sampler.py.
 */
export function epochOrder(gen: Mt19937, n: number, shuffle: boolean): Uint32Array {
  gen.nextSeed();
  return shuffle ? randperm(Mt19937.fromSeed(gen.nextSeed()), n) : identity(n);
}

/** Indices of the training samples and of the held-out ones. */
export interface HoldOut {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Splits `n` samples at random: the last `int(share · n)` of `randperm(n)` are for validation, the others for
 * training. The share is at least 0 and below 1.
 */
export function holdOut(gen: Mt19937, n: number, share: number): HoldOut {
  invariant(share >= 0 && share < 1, `the share to hold out is at least 0 and below 1, not ${share}`);
  const order = randperm(gen, n);
  const trainCount = n - Math.trunc(share * n);
  return { train: order.slice(0, trainCount), validation: order.slice(trainCount) };
}
