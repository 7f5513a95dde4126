import { z } from '../base/zod.js';
import { naturalOutput, OUTPUTS } from '../exchange/onnx/exportModel.js';
import { bytesSchema, floatsSchema } from './define.js';
import { aboutModel, defineQuestion, sampleSchema, storedSample } from './question.js';

const valuesSchema = z.strictObject({
  /** Without the batch axis. */
  shape: z.array(z.int().min(1)).readonly(),
  values: floatsSchema,
});

const resultSchema = z.strictObject({
  /** Bytes `[channels, height, width]` of an image; null for a row of a table. */
  pixels: bytesSchema.nullable(),
  /** Its class; null for an image that is not among the data, and for a model of numbers. */
  label: z.int().min(0).nullable(),
  /** The sample after the transforms. */
  input: valuesSchema,
  /** The output of each layer. */
  layers: z.array(valuesSchema.extend({ name: z.string(), type: z.string() })).readonly(),
  /** The kind of the last layer's numbers. */
  output: z.enum(OUTPUTS),
  /** Null for a model of numbers. */
  classes: z.array(z.string()).readonly().nullable(),
});

/** A sample on its way through a model. */
export type Activations = z.output<typeof resultSchema>;

/** The output of every layer of a run's model for one sample, computed by onnxruntime. */
export const activations = defineQuestion({
  name: 'activations',
  input: aboutModel.extend({
    sample: sampleSchema,
  }),
  result: resultSchema,
  answer: async (model, { sample }): Promise<Activations> => {
    const { recipe } = model;
    const { source } = recipe;
    const stored = storedSample(source, sample);
    const prepared = await (await model.transforms()).run(stored);
    const [input, ...outputs] = (await (await model.taps()).run(prepared)).map(({ shape, data }) => ({
      shape: shape.slice(1),
      values: data as Float32Array,
    }));
    return {
      pixels: stored.dtype === 'uint8' ? stored.data : null,
      label: source.classNames && typeof sample === 'number' ? Number(source.targets.data[sample]) : null,
      input: input!,
      layers: recipe.model.layers.map(({ spec: { name, type } }, i) => ({ name, type, ...outputs[i]! })),
      output: naturalOutput(recipe),
      classes: source.classNames,
    };
  },
});
