import { z } from '../base/zod.js';
import { numel, takeRows, type TensorOf } from '../tensor/tensor.js';
import { floatsSchema } from './define.js';
import { aboutModel, checkLabel, defineQuestion } from './question.js';
import { judgedRows } from '../train/rows.js';
import { openSlopes } from '../evaluate/taps.js';

/** Samples over which the mean is taken. */
const SAMPLES = 64;

/**
 * What each unit of a layer does for each class: how much the class's score rises when the unit, or the whole feature
 * map, is one larger, on average over some validation samples.
 */
export const effects = defineQuestion({
  name: 'effects',
  input: aboutModel.extend({
    /** The layer's position in the model. */
    layer: z.int().min(0),
  }),
  result: z.strictObject({
    /** Samples in the mean. */
    samples: z.int().min(1),
    /** For each class, one number for each unit. */
    classes: z.array(floatsSchema).readonly(),
  }),
  answer: async (opened, { layer }) => {
    const { recipe, state, backend } = opened;
    checkLabel(opened, 0);
    const rows = judgedRows(state).slice(0, SAMPLES);
    const transforms = await opened.transforms();
    const samples = (await transforms.run(takeRows(recipe.source.samples, rows))) as TensorOf<'float32'>;
    const classifier = { model: recipe.model, tensors: state.tensors, loss: recipe.loss.definition };
    const slopes = await openSlopes(classifier, [layer], rows.length, backend);
    try {
      const classes: Float32Array[] = [];
      for (const label of recipe.source.classNames!.keys()) {
        const { layers } = await slopes.run(samples, label);
        classes.push(meanSlopes(layers[0]!.slope));
      }
      return { samples: rows.length, classes };
    } finally {
      await slopes.dispose();
    }
  },
});

/** Slopes `[B, units, …]` added up over positions, and their mean over the batch. */
function meanSlopes({ shape: [batch = 1, units = 1, ...rest], data }: TensorOf<'float32'>): Float32Array {
  const size = numel(rest);
  const sums = new Float32Array(units);
  for (let i = 0; i < data.length; i++) sums[Math.floor(i / size) % units]! += data[i]! / batch;
  return sums;
}
