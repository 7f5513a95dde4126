import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradients } from '../../../autodiff.js';
import type { Builder } from '../../../graph/builder.js';
import type { Value } from '../../../graph/graph.js';
import { float32, numel, type Tensor } from '../../../graph/tensor.js';
import { createBuilder } from '../../../ops/index.js';
import { expectClose } from '../../../testing/allclose.js';
import { wave } from '../../../testing/wave.js';
import { createReferenceBackend } from '../../reference.js';
import { createNativeBackend } from '../native.js';
import { FACTOR_NUMBERS } from './convWeightGrad.js';

const native = createNativeBackend(1);
const reference = createReferenceBackend();

/** Windows of every kind: with and without padding, steps and gaps, not always fitting the image. */
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

/** The values of `forward` and the gradients of their mean square; null where the window exceeds the image. */
function slopes(inputs: readonly Tensor[], forward: (b: Builder, x: readonly Value[]) => Value) {
  const b = createBuilder();
  const values = inputs.map(({ shape }, i) => b.input(`x${i}`, 'float32', shape));
  const y = forward(b, values);
  if (y.shape.some((size) => Number(size) < 1)) return null;
  const loss = b.op('ReduceMean', [b.op('Mul', [y, y])], { keepdims: 0 });
  return b.build([y, ...gradients(b, loss, values)]);
}

async function expectSame(
  inputs: readonly Tensor[],
  forward: (b: Builder, x: readonly Value[]) => Value,
): Promise<void> {
  const graph = slopes(inputs, forward);
  fc.pre(graph !== null);
  const feeds = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  const [fast, exact] = [await native.compile(graph), await reference.compile(graph)];
  const [found, expected] = [await fast.run(feeds), await exact.run(feeds)];
  for (const { name } of graph.outputs) {
    expectClose(found[name]!.data as Float32Array, expected[name]!.data as Float32Array, { relative: 1e-5 });
  }
  await fast.dispose();
  await exact.dispose();
}

describe('windows over images, native and reference', () => {
  it('convolutions and their gradients are the same', async () => {
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

  it('max pools give the gradient to the same of equal maxima', async () => {
    await fc.assert(
      // PyTorch allows a padding of half the window at most.
      fc.asyncProperty(windows, fc.integer({ min: 1, max: 4 }), async (window, levels) => {
        // A window with gaps may miss a smaller image altogether; then there is no maximum.
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

  it('max pools that halve images do so too, in both layouts', async () => {
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

  it('sums over many images come out the same however they are divided', async () => {
    const [x, w] = [wave([64, 12, 16, 16]), wave([24, 12, 3, 3], 0.2, 2)];
    expect(numel(x.shape) * 3).toBeGreaterThan(FACTOR_NUMBERS);
    const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
    await expectSame([x, w], (b, values) => b.op('Conv', values, attributes));
  });
});
