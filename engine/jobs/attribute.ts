import { z } from '../base/zod.js';
import { gradCam, saliency } from '../evaluate/slopes.js';
import { mapSchema } from './arrays.js';
import { askedModel } from '../runs/openModels.js';
import { defineJob } from './define.js';
import { checkLabel, preparedSample, sampleSchema } from './samples.js';

/** The parts of an image that a class's score comes from: saliency, and Grad-CAM of every convolution. */
export const attribute = defineJob({
  name: 'attribute',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    ...askedModel,
    sample: sampleSchema,
    /** The class's position among the project's classes. */
    label: z.int().min(0),
  }),
  paths: { run: 'run' },
  progress: z.never(),
  result: z.strictObject({
    saliency: mapSchema,
    gradCam: z.array(mapSchema.extend({ layer: z.string() })).readonly(),
  }),
  run: ({ sample, label, ...asked }, { environment }) =>
    environment.models.use(asked, async (model) => {
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
    }),
});
