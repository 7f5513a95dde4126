import type { Backend, Tensors } from '../backends/backend.js';
import { unknownName } from '../base/names.js';
import { failure, invariant } from '../base/problem.js';
import { staticShape } from '../base/shape.js';
import { z } from '../base/zod.js';
import { explainUnit } from '../evaluate/explain.js';
import { openTaps, type Taps } from '../evaluate/taps.js';
import { openTransforms } from '../exchange/onnx/engineOutputs.js';
import { importedWeights } from '../exchange/onnx/importModel.js';
import { originProject } from '../exchange/onnx/metadata.js';
import { preparePixels } from '../exchange/onnx/predict.js';
import { bindModel, type BoundModel } from '../nn/model/bind.js';
import { parseProject } from '../project/parse.js';
import { isImages, sampleShape } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { askedModel } from '../runs/openModels.js';
import { flatIndex, type Tensor, toNumbers } from '../tensor/tensor.js';
import { openSource } from '../train/source.js';
import { defineJob } from './define.js';
import type { JobEnvironment } from './environment.js';
import { preparedSample, type Sample, sampleSchema, storedSample } from './question.js';

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

/** Explains the number of one unit of a run's or an exported model, for an image or a sample of its data. */
export const explain = defineJob({
  name: 'explain',
  host: 'engine',
  quick: true,
  input: z.strictObject({
    /** The folder of a run; null for a file. */
    run: z.string().nullable().default(null),
    weights: askedModel.weights,
    /** An exported ONNX file; null for a run. */
    file: z.string().nullable().default(null),
    /** The text of the file's project with data that has moved. */
    project: z.string().nullable().default(null),
    sample: sampleSchema,
    /** The layer's name. */
    layer: z.string(),
    unit: index,
  }),
  paths: { run: 'run', file: 'known' },
  progress: z.never(),
  result: resultSchema,
  run: ({ run, weights, file, project, sample, layer, unit }, { environment: env }): Promise<Explained> => {
    if (run === null) return explainFile(file, project, sample, { layer, unit }, env);
    return env.models.use({ run, weights }, async (opened) => {
      const { recipe, state } = opened;
      const asked = { model: recipe.model, tensors: state.tensors, layer, unit };
      const prepared = await preparedSample(opened, sample);
      return explainWith(await opened.taps(), prepared, asked);
    });
  },
});

/** A unit of a layer. */
interface UnitPlace {
  readonly layer: string;
  readonly unit: readonly number[];
}

async function explainFile(
  file: string | null,
  text: string | null,
  sample: Sample,
  place: UnitPlace,
  env: JobEnvironment,
): Promise<Explained> {
  if (file === null) throw failure('bad-argument/count', { expected: 'file or folder', found: 0 });
  const imported = await env.readOnnx(file);
  const project = text === null ? originProject(imported.metadata, file) : parseProject(text);
  const model = bindModel(project.model.layers, sampleShape(project.data));
  const tensors = importedWeights(model, imported, file);
  const asked = { model, tensors, ...place };
  unitOf(asked);
  const { backend } = await env.selectBackend('native', env.threads);
  const prepared = await prepare(sample, project, backend, env);
  const taps = await openTaps(model, tensors, backend);
  try {
    return await explainWith(taps, prepared, asked);
  } finally {
    await taps.dispose();
  }
}

/** A unit of a model with its weights. */
interface ModelUnit extends UnitPlace {
  readonly model: BoundModel;
  readonly tensors: Tensors;
}

/** The layer of a unit and its position. Throws `bad-argument` for a layer or unit that there is not. */
function unitOf({ model, layer: name, unit }: ModelUnit) {
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
  return { at, layer, shape };
}

async function explainWith(taps: Taps, prepared: Tensor, asked: ModelUnit): Promise<Explained> {
  const { at, layer, shape } = unitOf(asked);
  const { unit, tensors } = asked;
  const values = await taps.run(prepared);
  return {
    layer: asked.layer,
    type: layer.spec.type,
    unit,
    output: toNumbers(values[at + 1]!)[flatIndex(unit, shape)]!,
    ...explainUnit(layer, tensors, values[at]!, unit),
  };
}

/** A sample after the transforms, in a batch of its own. */
async function prepare(
  sample: Sample,
  { data }: Project,
  backend: Backend,
  env: JobEnvironment,
): Promise<Tensor> {
  if (typeof sample !== 'number') {
    invariant(isImages(data), 'a table has no pixels');
    return preparePixels(data, sample);
  }
  const source = await openSource(data, env.loadImages);
  const transforms = await openTransforms(source, backend);
  try {
    return await transforms.run(storedSample(source, sample));
  } finally {
    await transforms.dispose();
  }
}
