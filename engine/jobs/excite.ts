import { invariant } from '../base/problem.js';
import { z } from '../base/zod.js';
import { numel, takeRows } from '../tensor/tensor.js';
import { bytesSchema } from './define.js';
import { inOrder } from './splitRows.js';
import { aboutModel, defineQuestion } from './question.js';
import { judgedRows } from '../train/rows.js';

/** Images that are looked at, and in one call: few, for other questions wait until it is over. */
const IMAGES = 300;
const BATCH = 5;
/** Images that are given for each unit. */
const BEST = 6;

/** The validation images, of the first few hundred, that excite each unit or feature map of a layer most. */
export const excite = defineQuestion({
  name: 'excite',
  input: aboutModel.extend({
    /** The layer's name. */
    layer: z.string(),
  }),
  result: z.strictObject({
    /** Images that were looked at. */
    images: z.int().min(1),
    /** For each unit, positions in the split of the images with its highest values, the highest first. */
    best: z.array(z.array(z.int()).readonly()).readonly(),
    /** Bytes `[channels, height, width]` of these images, by position; null for images that excite no unit most. */
    pixels: z.array(bytesSchema.nullable()).readonly(),
  }),
  answer: async (opened, { layer }, makeWay) => {
    const { recipe, state } = opened;
    const at = recipe.model.layers.findIndex(({ spec }) => spec.name === layer);
    invariant(at >= 0 && recipe.source.samples.dtype === 'uint8', `no layer "${layer}" of a model of images`);
    const rows = inOrder(judgedRows(state)).slice(0, IMAGES);
    const [transforms, taps] = [await opened.transforms(), await opened.taps()];
    const heights: Float32Array[] = [];
    for (let start = 0; start < rows.length; start += BATCH) {
      await makeWay();
      const batch = takeRows(recipe.source.samples, rows.subarray(start, start + BATCH));
      const { shape, data } = (await taps.run(await transforms.run(batch)))[at + 1]!;
      const units = shape[1]!;
      const size = numel(shape.slice(2));
      for (let image = 0; image < shape[0]!; image++) {
        const own = (data as Float32Array).subarray(image * units * size, (image + 1) * units * size);
        heights.push(maxima(own, units, size));
      }
    }
    const positions = heights.map((_, position) => position);
    const best = Array.from(heights[0]!, (_, unit) =>
      [...positions].sort((a, b) => heights[b]![unit]! - heights[a]![unit]!).slice(0, BEST),
    );
    const wanted = new Set(best.flat());
    const pixels = positions.map((position) =>
      wanted.has(position)
        ? (takeRows(recipe.source.samples, rows.subarray(position, position + 1)).data as Uint8Array)
        : null,
    );
    return { images: rows.length, best, pixels };
  },
});

/** The largest of each unit's `size` numbers. */
function maxima(values: Float32Array, units: number, size: number): Float32Array {
  const found = new Float32Array(units).fill(-Infinity);
  for (let i = 0; i < values.length; i++) {
    const unit = Math.floor(i / size);
    found[unit] = Math.max(found[unit]!, values[i]!);
  }
  return found;
}
