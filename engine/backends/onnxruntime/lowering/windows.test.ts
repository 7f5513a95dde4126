import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32, numel } from '../../../tensor/tensor.js';
import { expectSame, wave } from '../../../testing/numbers.js';
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

  it('for windows over lines, with channels that fill blocks and others', async () => {
    const channels = fc.constantFrom([2, 3], [16, 16], [3, 16]);
    await fc.assert(
      fc.asyncProperty(windows, channels, async ({ batch, ...window }, [into, out]) => {
        const [length, kernel] = [window.size[0], window.kernel_shape[0]];
        fc.pre(length > window.dilations[1] * (kernel - 1));
        const one = { kernel_shape: [kernel], strides: [window.strides[0]] };
        const padding = Math.min(window.padding[0], kernel >> 1);
        const pads = [padding, padding];
        const x = wave([batch, into, length]);
        const w = wave([out, into, kernel], 0.3, 1);
        const dilations = [window.dilations[1]];
        await expectSame([x, w, wave([out])], (b, values) =>
          b.op('Conv', values, { ...one, pads, dilations, group: 1 }),
        );
        await expectSame([x], (b, values) => b.op('MaxPool', values, { ...one, pads, dilations }));
        await expectSame([x], (b, values) => b.op('AveragePool', values, { ...one, pads }));
      }),
      { numRuns: 60 },
    );
  });

  it('for transposed convolutions', async () => {
    const channels = fc.constantFrom([2, 3, 1], [16, 32, 1], [6, 4, 2]);
    await fc.assert(
      fc.asyncProperty(windows, channels, fc.boolean(), async (window, [into, out, group], more) => {
        const attributes = {
          ...attributesOf(window),
          group: group,
          output_padding: window.strides.map((stride) => (more ? stride - 1 : 0)),
        };
        const x = wave([window.batch, into, ...window.size]);
        const w = wave([into, out / group, ...window.kernel_shape], 0.3, 1);
        await expectSame([x, w, wave([out])], (b, values) => b.op('ConvTranspose', values, attributes));
      }),
      { numRuns: 120 },
    );
  });

  it('for padding, enlarging, cutting and joining', async () => {
    const x = wave([2, 3, 4, 5]);
    for (const mode of ['constant', 'reflect', 'edge']) {
      await expectSame([x], (b, [v]) => b.op('Pad', [v!, b.ints([0, 0, 3, 1, 0, 0, 0, 4])], { mode }));
    }
    const ways = [
      ['nearest', 'asymmetric'],
      ['linear', 'pytorch_half_pixel'],
      ['linear', 'align_corners'],
    ] as const;
    for (const [mode, coordinate_transformation_mode] of ways) {
      await expectSame([x], (b, [v]) =>
        b.op('Resize', [v!, null, b.floats([1, 1, 2, 3])], { mode, coordinate_transformation_mode }),
      );
    }
    await expectSame([x], (b, [v]) => {
      const last = b.op('Slice', [v!, ...[-2, 9, 3, 1].map((bound) => b.ints([bound]))]);
      return b.op('Concat', [last, v!], { axis: 3 });
    });
  });
});
