import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../base/problem.js';
import { imageBytes, type ImageForm } from '../imageSet.js';
import type { StepSpec } from '../step.js';
import { Mt19937, nextFloat } from '../../random/torch.js';
import { messageOf } from '../../text/index.js';
import { augmentations, prepareAugmentations } from './index.js';

/** Results of torchvision on consecutive images; `next` is the `torch.rand(1)` after them. */
interface Case extends ImageForm {
  readonly count: number;
  readonly seed: number;
  readonly steps: readonly StepSpec[];
  readonly next: number;
  readonly sha256?: string;
  readonly bytes?: string;
}

const cases = JSON.parse(
  readFileSync(new URL('./__fixtures__/augment.json', import.meta.url), 'utf8'),
) as readonly Case[];

const CIFAR10: ImageForm = { channels: 3, side: 32 };

/** The pattern of scripts/fixtures/augment.py. */
function image({ side, channels }: ImageForm, index: number): Uint8Array {
  return Uint8Array.from({ length: imageBytes({ side, channels }) }, (_, i) => {
    const c = Math.floor(i / (side * side));
    const [y, x] = [Math.floor(i / side) % side, i % side];
    return (c * 37 * (index % 3) + y * y * 5 + x * y * 3 + x * 7 + index * 29) % 256;
  });
}

function augmented({ seed, steps, count, ...form }: ImageForm & Pick<Case, 'seed' | 'steps' | 'count'>) {
  const gen = Mt19937.fromSeed(seed);
  const augment = prepareAugmentations(steps, form)!;
  const size = imageBytes(form);
  const bytes = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) augment(gen, image(form, i), bytes.subarray(i * size, (i + 1) * size));
  return { bytes, next: nextFloat(gen) };
}

const named = cases.map((one) => ({ ...one, name: one.steps.map((step) => JSON.stringify(step)).join(' ') }));

describe('matches torchvision', () => {
  it.each(named.filter(({ sha256 }) => sha256))(
    '$name, $channels × $side × $side, seed $seed: every byte',
    (expected) => {
      const { bytes, next } = augmented(expected);
      expect(next).toBe(expected.next);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(expected.sha256);
    },
  );

  // Four products are summed in float32, some fused with the sum by torch's compiler and some not.
  it.each(named.filter(({ bytes }) => bytes))(
    '$name, $channels × $side × $side, seed $seed: within one level',
    (expected) => {
      const { bytes, next } = augmented(expected);
      const wanted = Buffer.from(expected.bytes!, 'base64');
      expect(next).toBe(expected.next);
      expect(Math.max(...bytes.map((byte, i) => Math.abs(byte - wanted[i]!)))).toBeLessThanOrEqual(1);
      expect(bytes.filter((byte, i) => byte !== wanted[i]).length / bytes.length).toBeLessThan(1e-3);
    },
  );
});

describe.each(augmentations)('$type', ({ type, suggested }) => {
  const steps = [{ type, ...suggested }];

  it('changes some images and does not modify its input', () => {
    const before = image(CIFAR10, 1);
    const after = new Uint8Array(before.length).fill(123);
    const augment = prepareAugmentations(steps, CIFAR10)!;
    const gen = Mt19937.fromSeed(0);
    const changed = Array.from({ length: 8 }, () => {
      augment(gen, before, after);
      return after.some((byte, i) => byte !== before[i]);
    });
    expect(changed).toContain(true);
    expect(before).toEqual(image(CIFAR10, 1));
  });

  it('produces the same images for the same seed', () => {
    const again = { ...CIFAR10, count: 24, seed: 11, steps };
    expect(augmented(again)).toEqual(augmented(again));
    expect(augmented(again).bytes).not.toEqual(augmented({ ...again, seed: 12 }).bytes);
  });
});

describe('settings that do not fit', () => {
  it.each<[string, StepSpec, string]>([
    [
      'more padding than can be mirrored',
      { type: 'RandomCrop', padding: 32, padding_mode: 'reflect' },
      'at most 31, got 32',
    ],
    ['reversed area bounds', { type: 'RandomErasing', scale: [0.5, 0.1] }, 'the smaller number first'],
    ['an unknown augmentation', { type: 'RandomFlip' }, 'no augmentation called RandomFlip'],
  ])('%s', (_, step, message) => {
    expect(messageOf(problemOf(thrownBy(() => prepareAugmentations([step], CIFAR10))))).toContain(message);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}
