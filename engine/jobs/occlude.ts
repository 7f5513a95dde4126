import { z } from '../base/zod.js';
import { occlusion } from '../evaluate/attribution.js';
import { mapSchema } from './define.js';
import {
  aboutModel,
  checkLabel,
  defineQuestion,
  preparedSample,
  probabilityOf,
  sampleSchema,
} from './question.js';

/** The loss of a class's probability where a square covers a part of an image. */
export const occlude = defineQuestion({
  name: 'occlude',
  input: aboutModel.extend({
    sample: sampleSchema,
    /** The class's position among the project's classes. */
    label: z.int().min(0),
    /** Side of the square, and the steps in which it moves, in pixels. */
    size: z.int().min(1),
    stride: z.int().min(1),
  }),
  result: mapSchema,
  answer: async (model, { sample, label, size, stride }, makeWay) => {
    checkLabel(model, label);
    const image = await preparedSample(model, sample);
    const [height, width] = image.shape.slice(-2) as [number, number];
    const values = await occlusion(image, { size, stride }, async (batch) => {
      await makeWay();
      return probabilityOf(model, batch, label);
    });
    return { height, width, values };
  },
});
