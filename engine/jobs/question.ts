import { failure, invariant } from '../base/problem.js';
import { z } from '../base/zod.js';
import { PROBABILITIES } from '../evaluate/classification.js';
import { askedModel, type AskedModel, type OpenModel } from '../runs/openModels.js';
import { takeRows, tensor, type Tensor, type TensorOf } from '../tensor/tensor.js';
import type { RunControl } from '../train/control.js';
import type { SampleSource } from '../train/source.js';
import { bytesSchema, type Job } from './define.js';

/** The model that a question is about. */
export const aboutModel = z.strictObject(askedModel);

/** The run that a question is about, if it can only be about the weights that were saved last. */
export const aboutRun = z.strictObject({ run: askedModel.run });

/**
 * A question as data: what goes in beside the run, what comes out, and how a model answers it. A slow answer calls
 * `makeWay` between its parts, which lets other questions be answered and throws `interrupted` once this one is withdrawn.
 */
interface Question<N extends string, I extends z.ZodType, R extends z.ZodType> {
  readonly name: N;
  readonly input: I;
  readonly result: R;
  readonly answer: (
    model: OpenModel,
    input: z.output<I>,
    makeWay: () => Promise<void>,
  ) => z.output<R> | Promise<z.output<R>>;
}

/**
 * Declares a job that asks a run's model something that is answered in moments. `input` extends `aboutModel`; the model
 * stays open between questions.
 */
export function defineQuestion<const N extends string, I extends z.ZodType<AskedModel>, R extends z.ZodType>({
  name,
  input,
  result,
  answer,
}: Question<N, I, R>): Job<N, 'engine', I, z.ZodNever, R, { readonly run: 'run' }> {
  return {
    name,
    host: 'engine',
    quick: true,
    input,
    paths: { run: 'run' },
    progress: z.never(),
    result,
    run: (asked, { environment, control }) =>
      environment.models.use(asked, async (model, makeWay) =>
        answer(model, asked, async () => {
          await letOthersAsk(control);
          await makeWay();
        }),
      ),
  };
}

/** A sample to ask about: its row in the data, or the bytes `[height, width, channels]` of an image. */
export const sampleSchema = z.union([bytesSchema, z.int().min(0)]);

/** A sample to ask about. */
export type Sample = z.output<typeof sampleSchema>;

/** A sample as it is stored, in a batch of its own. Throws `bad-argument` for a row that there is not. */
export function storedSample(source: SampleSource, sample: Sample): Tensor {
  const { shape, dtype } = source.samples;
  if (typeof sample === 'number') {
    if (sample < shape[0]!) return takeRows(source.samples, Uint32Array.of(sample));
    const facts = { found: String(sample), min: 0, max: shape[0]! - 1 };
    throw failure('bad-argument/range', facts, { where: { kind: 'option', name: 'row' } });
  }
  invariant(dtype === 'uint8', 'a table has no pixels');
  const [, channels, height, width] = shape as readonly [number, number, number, number];
  const size = height * width;
  const planes = Uint8Array.from({ length: channels * size }, (_, i) => {
    const pixel = i % size;
    return sample[pixel * channels + (i - pixel) / size]!;
  });
  return tensor('uint8', [1, channels, height, width], planes);
}

/** A sample after the transforms, as the model takes it. */
export async function preparedSample(model: OpenModel, sample: Sample): Promise<TensorOf<'float32'>> {
  const transforms = await model.transforms();
  return (await transforms.run(storedSample(model.recipe.source, sample))) as TensorOf<'float32'>;
}

/** Checks that a run's model tells classes apart and knows this one. */
export function checkLabel({ recipe }: OpenModel, label: number): void {
  const { classNames } = recipe.source;
  if (!classNames) throw failure('bad-argument/not-a-classifier', {});
  if (label < classNames.length) return;
  const facts = { found: String(label), min: 0, max: classNames.length - 1 };
  throw failure('bad-argument/range', facts, { where: { kind: 'option', name: 'class' } });
}

/** The probability of a class for each sample of a prepared batch. */
export async function probabilityOf(
  model: OpenModel,
  batch: TensorOf<'float32'>,
  label: number,
): Promise<readonly number[]> {
  const { output, answer } = await model.answerer();
  const found = await answer({ prepared: batch });
  const width = found.length / batch.shape[0]!;
  const convert = PROBABILITIES[output]!;
  return Array.from({ length: batch.shape[0]! }, (_, i) => {
    return convert(found.slice(i * width, (i + 1) * width))[label]!;
  });
}

/** Between two parts of a question: lets others be answered. Throws `interrupted` once the question is withdrawn. */
export async function letOthersAsk(control: RunControl): Promise<void> {
  if (!(await control.waitIfPaused())) throw failure('interrupted/canceled', { what: 'question' });
}
