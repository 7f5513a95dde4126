import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { engineOutputs } from '../exchange/onnx/engineOutputs.js';
import type { OpenRun } from '../runs/folder.js';
import { aboutRun, defineQuestion } from './question.js';
import { judgedRows, type SplitRows } from '../train/rows.js';

/** A classifier's answers for samples. */
export const answersSchema = z.strictObject({
  /** Rows of the data set. */
  rows: z.instanceof(Uint32Array),
  /** Labels of the rows. */
  truth: z.instanceof(Uint32Array),
  /** One row for each sample, one number for each of `classes`. */
  probabilities: z.instanceof(Float32Array),
  classes: z.array(z.string()).readonly(),
  /** Samples that the run was trained on. */
  training: z.int().min(0),
  /** Samples that are held out from training; 0 where nothing validates. */
  validating: z.int().min(0),
  /** Completed epochs of the checkpoint. */
  epoch: z.int().min(0),
  /** True if it was saved in the middle of the next epoch. */
  midway: z.boolean(),
});

/** A classifier's answers for samples. */
export type Answers = z.output<typeof answersSchema>;

/** The samples of each split. Where nothing validates, all samples train. */
export const ROWS = {
  validation: judgedRows,
  train: ({ train }) => train,
  both: ({ train, validation }) => Uint32Array.from([...train, ...validation]),
} as const satisfies Readonly<Record<string, (rows: SplitRows) => Uint32Array>>;

/** The predictions of a run's model, as of its last checkpoint, on the samples of a split. */
export const classify = defineQuestion({
  name: 'classify',
  input: aboutRun.extend({
    split: z.enum(['validation', 'train', 'both']).default('validation'),
  }),
  result: answersSchema,
  answer: (opened, { split }, makeWay) => answersOf(opened, ROWS[split](opened.state), makeWay),
});

/** The answers of a classifier for rows of its data set; calls `makeWay` between batches. */
export async function answersOf(
  { recipe, state, backend }: Pick<OpenRun, 'recipe' | 'state' | 'backend'>,
  rows: Uint32Array,
  makeWay = () => Promise.resolve(),
): Promise<Answers> {
  const { source } = recipe;
  if (!source.classNames) throw failure('bad-argument/not-a-classifier', {});
  const trained = { ...recipe, tensors: state.tensors };
  const batches: (readonly number[])[] = [];
  await engineOutputs(trained, 'probabilities', rows, backend, async ({ outputs }) => {
    batches.push(outputs);
    await makeWay();
  });
  const found = batches.flat();
  // A model with one logit gives the probability of the second class alone.
  const single = found.length === rows.length;
  return {
    rows: Uint32Array.from(rows),
    truth: Uint32Array.from(rows, (row) => Number(source.targets.data[row])),
    probabilities: Float32Array.from(single ? found.flatMap((p) => [1 - p, p]) : found),
    classes: source.classNames,
    training: state.train.length,
    validating: state.validation.length,
    epoch: state.epoch,
    midway: state.order !== null,
  };
}
