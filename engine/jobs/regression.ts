import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { featureNames, type InputColumn } from '../data/preparedTable.js';
import { gridOf, partialDependence, roundGrid, type AskedColumn } from '../evaluate/regression.js';
import { targetBaselines, targetFigures } from '../train/regression.js';
import type { OpenModel } from '../runs/openModels.js';
import { float32, takeRows } from '../tensor/tensor.js';
import { floatsSchema } from './define.js';
import { aboutRun, defineQuestion } from './question.js';
import { inOrder } from './splitRows.js';
import { judgedRows } from '../train/rows.js';

const figuresSchema = z.strictObject({ mae: z.number(), rmse: z.number(), r2: z.number().nullable() });

const dependenceSchema = z.strictObject({
  column: z.string(),
  /** The values of a column of text, `''` for empty cells; null for numbers. */
  texts: z.array(z.string()).readonly().nullable(),
  /** Numbers, or positions of texts. */
  grid: z.array(z.number()).readonly(),
  /** For each target, the mean prediction at each value. */
  means: z.array(z.array(z.number()).readonly()).readonly(),
});

const resultSchema = z.strictObject({
  /** The checkpoint's completed epochs. */
  epoch: z.int().min(0),
  /** Rows that train, then those that validate. */
  rows: z.instanceof(Uint32Array),
  training: z.int().min(0),
  /** One row for each of `rows`, one number for each target, in its unit. */
  truth: floatsSchema,
  predicted: floatsSchema,
  /** Of each target, on the rows that validate, or on those that train if none do. */
  targets: z
    .array(
      figuresSchema.extend({
        target: z.string(),
        baseline: figuresSchema.extend({ prediction: z.number() }),
      }),
    )
    .readonly(),
  /** The effect of each column; of a single column, it is the fitted curve. */
  dependence: z.array(dependenceSchema).readonly(),
});

/** A regression's predictions, and what each column does to them. */
export type RegressionAnswer = z.output<typeof resultSchema>;

/** Values of each column to ask about, rows over which the answers are averaged, and columns. */
const GRID = 40;
const MOST_ROWS = 500;
const MOST_COLUMNS = 24;
/** Rows in one call. */
const BATCH = 1000;
/** Points of a curve with a single input. */
const CURVE = 141;

/** A regression's predictions for all rows of its table, and the partial dependence on each column. */
export const regression = defineQuestion({
  name: 'regression',
  input: aboutRun,
  result: resultSchema,
  answer: async (model): Promise<RegressionAnswer> => {
    const { recipe, state, project } = model;
    const { source } = recipe;
    const { columns } = source;
    if (!columns || source.classNames || !('targets' in project.data)) {
      throw failure('bad-argument/not-a-regression', {});
    }
    const predict = await predictor(model);
    const [train, validation] = [inOrder(state.train), inOrder(state.validation)];
    const rows = Uint32Array.from([...train, ...validation]);
    const samples = takeRows(source.samples, rows).data as Float32Array;
    const predicted = await predict(samples);
    const judged = judgedRows({ train, validation });
    const width = project.data.targets.length;
    const figures = targetFigures(source, judged, predicted.subarray((rows.length - judged.length) * width));
    const baselines = targetBaselines(source, train, judged);
    return {
      epoch: state.epoch,
      rows,
      training: train.length,
      truth: takeRows(source.targets, rows).data as Float32Array,
      predicted,
      targets: project.data.targets.map((target, i) => ({
        target,
        ...figures[i]!,
        baseline: baselines[i]!,
      })),
      dependence: await dependenceOn(model, columns, predict, train),
    };
  },
});

type Predict = (samples: Float32Array) => Promise<Float32Array>;

/** Predicts rows of raw features. */
async function predictor(model: OpenModel): Promise<Predict> {
  const [transforms, { answer }] = [await model.transforms(), await model.answerer()];
  const features = model.recipe.source.samples.shape[1]!;
  return async (samples) => {
    const found: (readonly number[])[] = [];
    for (let at = 0; at < samples.length; at += BATCH * features) {
      const some = samples.slice(at, at + BATCH * features);
      const prepared = await transforms.run(float32([some.length / features, features], some));
      found.push(await answer({ prepared }));
    }
    return Float32Array.from(found.flat());
  };
}

async function dependenceOn(
  model: OpenModel,
  columns: readonly InputColumn[],
  predict: Predict,
  train: Uint32Array,
): Promise<RegressionAnswer['dependence']> {
  const features = model.recipe.source.samples.shape[1]!;
  const every = Math.ceil(train.length / MOST_ROWS);
  // A single column is all that the model sees, so that one row answers for all.
  const some = columns.length === 1 ? train.subarray(0, 1) : train.filter((_, i) => i % every === 0);
  const samples = takeRows(model.recipe.source.samples, some).data as Float32Array;
  const found: RegressionAnswer['dependence'][number][] = [];
  let first = 0;
  for (const column of columns.slice(0, MOST_COLUMNS)) {
    const asked: AskedColumn = {
      first,
      kinds: column.texts?.length ?? null,
      grid: gridFor(column, train, columns.length === 1),
    };
    const means = await partialDependence(predict, samples, features, asked);
    found.push({ column: column.name, texts: column.texts, grid: asked.grid, means });
    first += featureNames(column).length;
  }
  return found;
}

function gridFor({ cells, texts, fill }: InputColumn, train: Uint32Array, alone: boolean): readonly number[] {
  if (texts) return texts.map((_, i) => i);
  const values = alone ? cells.map((cell) => cell ?? fill!) : Array.from(train, (row) => cells[row] ?? fill!);
  return alone ? roundGrid(values, CURVE) : gridOf(values, GRID);
}
