import { evaluate } from '../../backends/reference.js';
import { pipeline } from '../../data/transforms/index.js';
import { failure } from '../../base/problem.js';
import type { Shape } from '../../base/shape.js';
import { tensor, toNumbers, type Tensor } from '../../tensor/tensor.js';
import type { ImportedModel } from './importModel.js';
import { originClasses, originProject } from './metadata.js';
import { createBuilder } from '../../tensor/operators/index.js';
import type { ImageForm } from '../../data/imageSet.js';
import { decodingOf, formOfSource, isImages } from '../../project/samples.js';
import type { ImageDataSpec, Project } from '../../project/schema.js';
import type { OpenedFile } from './certificate.js';
import { argMax, PROBABILITIES } from '../../evaluate/classification.js';

/** A model's prediction for one image. */
export interface Prediction {
  readonly label: string;
  /** By class, adding up to 1; null for files that give only the class. */
  readonly probabilities: Readonly<Record<string, number>> | null;
}

/** A question about images: their form before the transforms, and the call that answers it. */
export interface Predictor extends ImageForm {
  /** Other images are decoded like those of the project. */
  readonly decoding: ReturnType<typeof decodingOf>;
  /** @param pixels bytes `[side, side, channels]` */
  readonly predict: (file: OpenedFile, pixels: Uint8Array) => Promise<Prediction>;
}

/** Reads from an exported file how it wants its images. Throws `bad-onnx` when it takes none. */
export function createPredictor(model: ImportedModel, file: string): Predictor {
  const { data } = originProject(model.metadata, file);
  const classes = originClasses(model.metadata);
  const pixels = model.inputType === 'uint8';
  if (!classes || !isImages(data)) {
    throw failure('bad-onnx/not-image-classifier', {}, { where: { kind: 'file', path: file } });
  }
  const form = formOfSource(data.source);
  const shape = [1, form.side, form.side, form.channels];
  const prepare = pixels ? (image: Tensor) => image : transformer(data.transforms, shape);
  return {
    ...form,
    decoding: decodingOf(data.source),
    predict: async (opened, bytes) => {
      const outputs = await opened.run({ input: prepare(tensor('uint8', shape, bytes)) });
      return describe(model.output, toNumbers(outputs[model.output]!), classes);
    },
  };
}

/** An image, bytes `[height, width, channels]`, as a model takes it: a batch of one after the data's transforms. */
export function preparePixels({ transforms, source }: ImageDataSpec, pixels: Uint8Array): Tensor {
  const { side, channels } = formOfSource(source);
  const shape = [1, side, side, channels];
  return transformer(transforms, shape)(tensor('uint8', shape, pixels));
}

/** The transforms that the model was trained with, for files that take prepared tensors. */
function transformer(transforms: Project['data']['transforms'], shape: Shape): (image: Tensor) => Tensor {
  const b = createBuilder();
  const image = b.input('image', 'uint8', shape);
  const planes = b.op('Transpose', [image], { perm: [0, 3, 1, 2] });
  const prepared = pipeline(transforms, 'images')(b, planes);
  const graph = b.build([prepared]);
  return (pixels) => evaluate(graph, { image: pixels })[prepared.name]!;
}

function describe(output: string, values: readonly number[], classes: readonly string[]): Prediction {
  const convert = PROBABILITIES[output];
  if (!convert) return { label: classes[values[0]!]!, probabilities: null };
  const probabilities = convert(values);
  return {
    label: classes[argMax(probabilities)]!,
    probabilities: Object.fromEntries(classes.map((name, i) => [name, probabilities[i]!])),
  };
}
