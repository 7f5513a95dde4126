import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32, numel } from '../../../tensor/tensor.js';
import { expectSame } from '../../../testing/gradients.js';
import { wave } from '../../../testing/numbers.js';
import { FACTOR_NUMBERS } from './convolution.js';

/** Windows of every kind: with and without padding, stride and dilation, not always fitting the image. */
const windows = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  size: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
  kernel_shape: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  dilations: fc.constantFrom([1, 1], [2, 1], [1, 3]),
  padding: fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })),
});
type Window = typeof windows extends fc.Arbitrary<infer T> ? T : never;

const attributesOf = ({ kernel_shape, strides, dilations, padding: [rows, columns] }: Window) => ({
  kernel_shape,
  strides,
  dilations,
  pads: [rows, columns, rows, columns],
});

describe('the native backend agrees with the reference on windows over images', () => {
  it('for convolutions and their gradients', async () => {
    const channels = fc.constantFrom(
      { group: 1, channels: 1, filters: 2 },
      { group: 1, channels: 3, filters: 16 },
      { group: 1, channels: 7, filters: 5 },
      { group: 1, channels: 16, filters: 32 },
      { group: 3, channels: 6, filters: 9 },
    );
    await fc.assert(
      fc.asyncProperty(windows, channels, async (window, { group, channels, filters }) => {
        const x = wave([window.batch, channels, ...window.size]);
        const w = wave([filters, channels / group, ...window.kernel_shape], 0.3, 1);
        await expectSame([x, w], (b, values) => b.op('Conv', values, { ...attributesOf(window), group }));
      }),
      { numRuns: 120 },
    );
  });

  it('for max pools and their gradients, also among equal maxima', async () => {
    await fc.assert(
      // PyTorch allows a padding of half the window at most.
      fc.asyncProperty(windows, fc.integer({ min: 1, max: 4 }), async (window, levels) => {
        // A dilated window may miss a smaller image altogether; then there is no maximum.
        const { size, kernel_shape, dilations } = window;
        fc.pre(size.every((length, axis) => length > dilations[axis]! * (kernel_shape[axis]! - 1)));
        const shape = [window.batch, 2, ...size];
        const coarse = Array.from(wave(shape).data, (value) => Math.round(value * levels));
        const x = float32(shape, coarse);
        const padding = window.padding.map((wide, axis) => Math.min(wide, kernel_shape[axis]! >> 1));
        const attributes = attributesOf({ ...window, padding: padding as [number, number] });
        await expectSame([x], (b, values) => b.op('MaxPool', values, attributes));
      }),
      { numRuns: 120 },
    );
  });

  it('for max pools that halve images, in both layouts', async () => {
    const half = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 3, 16),
        half,
        half,
        half,
        async (channels, rows, columns, levels) => {
          const shape = [3, channels, 2 * rows, 2 * columns];
          const x = float32(
            shape,
            Array.from(wave(shape).data, (value) => Math.round(value * levels)),
          );
          const attributes = { kernel_shape: [2, 2], strides: [2, 2] };
          await expectSame([x], (b, values) => b.op('MaxPool', values, attributes));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('for a dilated window of two, which does not halve', async () => {
    const attributes = { kernel_shape: [2, 2], strides: [2, 2], dilations: [1, 2] };
    const x = wave([2, 16, 4, 6]);
    await expectSame([x], (b, values) => b.op('MaxPool', values, attributes));
  });

  it('for sums over more images than one chunk holds', async () => {
    const [x, w] = [wave([64, 12, 16, 16]), wave([24, 12, 3, 3], 0.2, 2)];
    expect(numel(x.shape) * 3).toBeGreaterThan(FACTOR_NUMBERS);
    const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
    await expectSame([x, w], (b, values) => b.op('Conv', values, attributes));
  });
});
