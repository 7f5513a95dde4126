import { failure, invariant } from '../base/problem.js';
import { unknownName } from '../base/names.js';
import { staticShape } from '../base/shape.js';
import { z } from '../base/zod.js';
import { explainUnit, flatIndex } from '../evaluate/explain.js';
import { openTaps } from '../evaluate/taps.js';
import { openBatches } from '../exchange/onnx/engineOutputs.js';
import { importedWeights } from '../exchange/onnx/importModel.js';
import { originProject } from '../exchange/onnx/metadata.js';
import { preparePixels } from '../exchange/onnx/predict.js';
import { bindModel } from '../nn/model/bind.js';
import { parseProject } from '../project/parse.js';
import { isImages, sampleShape } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { toNumbers, type Tensor } from '../tensor/tensor.js';
import { openSource } from '../train/source.js';
import { defineJob } from './define.js';
import type { JobEnvironment } from './environment.js';

const index = z.array(z.int().min(0)).readonly();
const figure = z.number();

const resultSchema = z.strictObject({
  layer: z.string(),
  type: z.string(),
  unit: index,
  /** The unit's number, computed by onnxruntime. */
  output: figure,
  /** The products and the constant, added up. */
  sum: figure,
  /** The bias, or for a curved function the rest that its slopes do not explain. */
  constant: z.strictObject({ kind: z.enum(['bias', 'rest']), value: figure }),
  /** The inputs that count, those with the largest products first. */
  contributions: z
    .array(z.strictObject({ index, input: figure, weight: figure, product: figure }))
    .readonly(),
});

/** A unit's number as a sum. */
export type Explained = z.output<typeof resultSchema>;

/** Explains the number of one unit of an exported model, for an image or a sample of its data. */
export const explain = defineJob({
  name: 'explain',
  host: 'engine',
  input: z.strictObject({
    /** An exported ONNX file. */
    file: z.string(),
    /** The text of its project with data that has moved. */
    project: z.string().nullable().default(null),
    /** Bytes `[height, width, channels]` of an image, or the row of a sample in the data. */
    sample: z.union([z.instanceof(Uint8Array), z.int().min(0)]),
    /** The layer's name. */
    layer: z.string(),
    unit: index,
  }),
  paths: { file: 'known' },
  progress: z.never(),
  result: resultSchema,
  run: async (
    { file, project: text, sample, layer: name, unit },
    { environment: env },
  ): Promise<Explained> => {
    const imported = await env.readOnnx(file);
    const project = text === null ? originProject(imported.metadata, file) : parseProject(text);
    const model = bindModel(project.model.layers, sampleShape(project.data));
    const tensors = importedWeights(model, imported, file);
    const at = model.layers.findIndex(({ spec }) => spec.name === name);
    const layer = model.layers[at];
    if (!layer) {
      const known = model.layers.map(({ spec }) => spec.name);
      throw failure('bad-argument/layer', unknownName(name, known));
    }
    const shape = staticShape(layer.output.slice(1));
    if (unit.length !== shape.length || unit.some((position, axis) => position >= shape[axis]!)) {
      throw failure('bad-argument/unit', { found: unit, shape });
    }
    const prepared = await prepare(sample, project, env);
    const { backend } = await env.selectBackend('native', env.threads);
    const taps = await openTaps(model, tensors, backend);
    try {
      const values = await taps.run(prepared);
      const output = toNumbers(values[at + 1]!)[flatIndex(unit, shape)]!;
      return {
        layer: name,
        type: layer.spec.type,
        unit,
        output,
        ...explainUnit(layer, tensors, values[at]!, unit),
      };
    } finally {
      await taps.dispose();
    }
  },
});

/** A sample after the transforms, in a batch of its own. */
async function prepare(sample: Uint8Array | number, { data }: Project, env: JobEnvironment): Promise<Tensor> {
  if (typeof sample !== 'number') {
    invariant(isImages(data), 'a table has no pixels');
    return preparePixels(data, sample);
  }
  const source = await openSource(data, env.loadImages);
  const rows = source.samples.shape[0]!;
  if (sample >= rows) {
    const facts = { found: String(sample), min: 0, max: rows - 1 };
    throw failure('bad-argument/range', facts, { where: { kind: 'option', name: 'row' } });
  }
  const { backend } = await env.selectBackend('native', env.threads);
  const batches = await openBatches(source, backend);
  try {
    const found: Tensor[] = [];
    await batches.each(Uint32Array.of(sample), ({ prepared }) => {
      found.push(prepared);
      return Promise.resolve();
    });
    return found[0]!;
  } finally {
    await batches.dispose();
  }
}
