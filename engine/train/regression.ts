import type { Backend } from '../backends/backend.js';
import {
  baselineFigures,
  mean,
  regressionFigures,
  type BaselineFigures,
  type RegressionFigures,
} from '../evaluate/regression.js';
import { isImages } from '../project/samples.js';
import type { DataSpec } from '../project/schema.js';
import { createBuilder } from '../tensor/operators/index.js';
import { float32, tensor } from '../tensor/tensor.js';
import type { Recipe } from './recipe.js';
import type { SampleSource } from './source.js';
import { judgedRows, type SplitRows } from './rows.js';

/** The baseline of a regression: always predicting the mean of the training rows. */
export interface Baseline {
  /** Its loss on the judged rows; null if that is not a finite number. */
  readonly loss: number | null;
  /** Its figures for each target, in the target's unit. */
  readonly targets: readonly (BaselineFigures & { readonly target: string })[];
}

/** Limit of targets whose figures are kept for every epoch. */
const MOST_TARGETS = 16;

/** True if a model predicts numbers, few enough that figures are kept for each. */
export function hasFigures({ source: { classNames, targets }, loss: { definition } }: Recipe): boolean {
  const predictsNumbers = !classNames && definition.threshold === null && definition.accepts === null;
  return predictsNumbers && targets.shape[1]! <= MOST_TARGETS;
}

/** The figures of each target, from the model's outputs in the targets' units, one row each. */
export function targetFigures(
  source: SampleSource,
  rows: Uint32Array,
  outputs: ArrayLike<number>,
): readonly RegressionFigures[] {
  return targetValues(source, rows).map((truth, column, { length: width }) =>
    regressionFigures(
      truth,
      truth.map((_, row) => outputs[row * width + column]!),
    ),
  );
}

/** The figures of predicting each target's mean over `train` for every one of `rows`. */
export function targetBaselines(
  source: SampleSource,
  train: Uint32Array,
  rows: Uint32Array,
): readonly BaselineFigures[] {
  const means = targetValues(source, train).map(mean);
  return targetValues(source, rows).map((truth, column) => baselineFigures(truth, means[column]!));
}

/** The values of each target. */
function targetValues({ targets }: SampleSource, rows: Uint32Array): readonly (readonly number[])[] {
  const width = targets.shape[1]!;
  return Array.from({ length: width }, (_, column) =>
    Array.from(rows, (row) => Number(targets.data[row * width + column])),
  );
}

/** The baseline of a run; null if it has no figures. */
export async function baselineOf(
  backend: Pick<Backend, 'compile'>,
  recipe: Recipe,
  split: SplitRows,
  data: DataSpec,
): Promise<Baseline | null> {
  if (isImages(data) || !hasFigures(recipe)) return null;
  const rows = judgedRows(split);
  const figures = targetBaselines(recipe.source, split.train, rows);
  const loss = await lossOf(
    backend,
    recipe,
    rows,
    figures.map(({ prediction }) => prediction),
  );
  return {
    loss: Number.isFinite(loss) ? loss : null,
    targets: figures.map((figure, i) => ({ target: data.targets[i]!, ...figure })),
  };
}

/** The loss of predicting the same numbers, in the targets' units, for every one of `rows`. */
async function lossOf(
  backend: Pick<Backend, 'compile'>,
  { source, loss }: Recipe,
  rows: Uint32Array,
  prediction: readonly number[],
): Promise<number> {
  const { targets, targetPipeline } = source;
  const shape = [rows.length, prediction.length];
  const b = createBuilder();
  const all = b.input('targets', targets.dtype, targets.shape);
  const chosen = b.op('Gather', [all, b.input('indices', 'int32', [rows.length])], { axis: 0 });
  const predicted = targetPipeline.transform(b, b.input('predicted', 'float32', shape));
  const value = loss.definition.forward(b, predicted, targetPipeline.transform(b, chosen), loss.params);
  const executable = await backend.compile(b.build([value]));
  try {
    const results = await executable.run({
      targets,
      indices: tensor('int32', [rows.length], Int32Array.from(rows)),
      predicted: float32(shape, Array.from(rows, () => prediction).flat()),
    });
    const total = (results[value.name]!.data as Float32Array)[0]!;
    return loss.params['reduction'] === 'sum' ? total / rows.length : total;
  } finally {
    await executable.dispose();
  }
}
