import { z } from '../base/zod.js';
import { offsetsUpTo, shiftImages } from '../evaluate/shift.js';
import type { TensorOf } from '../tensor/tensor.js';
import {
  aboutModel,
  checkLabel,
  defineQuestion,
  probabilityOf,
  sampleSchema,
  storedSample,
} from './question.js';

/** The translation test of one image: a class's probability wherever the image is moved. */
export const shiftSample = defineQuestion({
  name: 'shiftSample',
  input: aboutModel.extend({
    sample: sampleSchema,
    /** The class's position among the project's classes. */
    label: z.int().min(0),
    /** Largest shift in each direction, in pixels. */
    most: z.int().min(1).max(64),
  }),
  result: z.strictObject({
    /** Pixels to the right, and down. */
    offsets: z.array(z.int()).readonly(),
    /** One row for each offset down, one number for each offset to the right. */
    probability: z.array(z.array(z.number()).readonly()).readonly(),
  }),
  answer: async (model, { sample, label, most }, makeWay) => {
    checkLabel(model, label);
    const image = storedSample(model.recipe.source, sample) as TensorOf<'uint8'>;
    const transforms = await model.transforms();
    const offsets = offsetsUpTo(most);
    const probability: (readonly number[])[] = [];
    for (const dy of offsets) {
      await makeWay();
      const row = shiftedRow(image, offsets, dy);
      probability.push(await probabilityOf(model, (await transforms.run(row)) as TensorOf<'float32'>, label));
    }
    return { offsets, probability };
  },
});

/** An image moved down by `dy` and to the right by each of `offsets`, as a batch. */
function shiftedRow(image: TensorOf<'uint8'>, offsets: readonly number[], dy: number): TensorOf<'uint8'> {
  const data = new Uint8Array(offsets.length * image.data.length);
  offsets.forEach((dx, i) => data.set(shiftImages(image, dx, dy).data, i * image.data.length));
  return { dtype: 'uint8', shape: [offsets.length, ...image.shape.slice(1)], data };
}
