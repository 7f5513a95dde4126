import { z } from '../base/zod.js';
import { mapSchema } from './define.js';
import { aboutModel, checkLabel, defineQuestion, preparedSample, sampleSchema } from './question.js';
import { gradCam, saliency } from '../evaluate/attribution.js';

/** The parts of an image that a class's score comes from: saliency, and Grad-CAM of every convolution. */
export const attribute = defineQuestion({
  name: 'attribute',
  input: aboutModel.extend({
    sample: sampleSchema,
    /** The class's position among the project's classes. */
    label: z.int().min(0),
  }),
  result: z.strictObject({
    saliency: mapSchema,
    gradCam: z.array(mapSchema.extend({ layer: z.string() })).readonly(),
  }),
  answer: async (model, { sample, label }) => {
    checkLabel(model, label);
    const slopes = await (await model.slopes()).run(await preparedSample(model, sample), label);
    const size = ([height = 1, width = 1]: readonly number[]) => ({ height, width });
    return {
      saliency: { ...size(slopes.input.shape.slice(-2)), values: saliency(slopes.input) },
      gradCam: slopes.layers.map((one) => ({
        layer: model.recipe.model.layers[one.at]!.spec.name,
        ...size(one.output.shape.slice(-2)),
        values: gradCam(one),
      })),
    };
  },
});
