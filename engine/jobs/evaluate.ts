import type { Backend } from '../backends/backend.js';
import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import { argMax, classifierFigures, PROBABILITIES } from '../evaluate/classification.js';
import { mean } from '../evaluate/regression.js';
import { offsetsUpTo, shiftImages } from '../evaluate/shift.js';
import { fileAnswers } from '../exchange/onnx/certificate.js';
import { type Answerer, type Batches, openBatches, openEngine } from '../exchange/onnx/engineOutputs.js';
import { originInput, originOutput, originProject } from '../exchange/onnx/metadata.js';
import { parseProject } from '../project/parse.js';
import { isImages } from '../project/samples.js';
import type { Project } from '../project/schema.js';
import { Mt19937 } from '../random/torch.js';
import type { TensorOf } from '../tensor/tensor.js';
import { targetBaselines, targetFigures } from '../train/regression.js';
import { type SplitRows, splitRows } from '../train/rows.js';
import { openSource, type SampleSource } from '../train/source.js';
import { countedSchema, defineJob, type JobContext } from './define.js';
import type { JobEnvironment } from './environment.js';

const share = z.number();
const count = z.int().min(0);

const classSchema = z.strictObject({ precision: share, recall: share, f1: share, support: count });

const classificationSchema = z.strictObject({
  classes: z.array(z.string()).readonly(),
  accuracy: share,
  /** Wilson's interval of the accuracy, 95 %. */
  interval: z.tuple([share, share]),
  /** Rows are the truth, columns the predictions. */
  confusion: z.array(z.array(count).readonly()).readonly(),
  perClass: z.array(classSchema.extend({ class: z.string() })).readonly(),
  macro: classSchema,
  weighted: classSchema,
  /** Null for a file that gives the class alone. */
  calibration: z
    .strictObject({
      bins: z
        .array(
          z.strictObject({
            from: share,
            to: share,
            count,
            confidence: share.nullable(),
            accuracy: share.nullable(),
          }),
        )
        .readonly(),
      error: share,
    })
    .nullable(),
});

const regressionSchema = z.strictObject({ mae: share, rmse: share, r2: share.nullable() });

const translationSchema = z.strictObject({
  /** Pixels to the right, and down. */
  offsets: z.array(z.int()).readonly(),
  /** One row for each offset down, one number for each offset to the right. */
  accuracy: z.array(z.array(share).readonly()).readonly(),
  /** Mean probability of the right class; null for a file that gives the class alone. */
  probability: z.array(z.array(share).readonly()).readonly().nullable(),
});

const resultSchema = z.strictObject({
  split: z.enum(['validation', 'train']),
  samples: count,
  classification: classificationSchema.nullable(),
  /** One for each target, in its unit; `baseline` predicts the mean of the training rows. */
  regression: z
    .array(
      regressionSchema.extend({
        target: z.string(),
        baseline: regressionSchema.extend({ prediction: share }),
      }),
    )
    .readonly()
    .nullable(),
  /** Null when it was not asked for, or was stopped. */
  translation: translationSchema.nullable(),
});

/** A model's figures on samples. */
export type Evaluated = z.output<typeof resultSchema>;

/** The figures of a run's model or of an exported file, whose answers onnxruntime computes from the file itself. */
export const evaluate = defineJob({
  name: 'evaluate',
  host: 'engine',
  input: z.strictObject({
    /** The folder of a run; null for a file. */
    run: z.string().nullable().default(null),
    /** An exported ONNX file; null for a run. */
    file: z.string().nullable().default(null),
    /** The text of its project with data that has moved. */
    project: z.string().nullable().default(null),
    split: z.enum(['validation', 'train']).default('validation'),
    /** Shift images by up to this many pixels in each direction: the translation test. */
    translate: z.int().min(1).max(64).nullable().default(null),
  }),
  paths: { run: 'run', file: 'known' },
  progress: countedSchema,
  result: resultSchema,
  run: async ({ run, file, project: text, split, translate }, context): Promise<Evaluated> => {
    const env = context.environment;
    const given = text === null ? undefined : parseProject(text);
    const subject = run === null ? await openFile(file, given, env) : await openRun(run, given, env);
    const { source, model } = subject;
    const batches = await openBatches(source, subject.backend);
    try {
      if (translate !== null && (!isImages(subject.project.data) || !source.classNames)) {
        throw failure(
          'bad-argument/other-data',
          { data: 'images' },
          { where: { kind: 'option', name: 'translate' } },
        );
      }
      const rows = subject.rows[split];
      if (rows.length === 0) throw failure('bad-data/empty-split', { split });
      const answers = await ask(model, batches, rows);
      return {
        split,
        samples: rows.length,
        classification:
          source.classNames &&
          classifierFigures(
            source.classNames,
            labelsOf(source, rows),
            answers.predicted,
            answers.probabilities && answers.probabilities.map((all, i) => all[answers.predicted[i]!]!),
          ),
        regression: source.classNames ? null : judgeValues(answers, subject, rows),
        translation:
          translate === null ? null : await translation(subject, batches, rows, translate, context),
      };
    } finally {
      await batches.dispose();
      await model.dispose();
    }
  },
});

/** A model with the data that it was trained on. */
interface Subject {
  readonly project: Project;
  readonly source: SampleSource;
  readonly rows: SplitRows;
  readonly model: Answerer;
  readonly backend: Backend;
}

async function openRun(path: string, given: Project | undefined, env: JobEnvironment): Promise<Subject> {
  const { recipe, state, project, backend } = await env.openRun(path).open(env, given);
  const output = recipe.source.classNames ? 'probabilities' : 'values';
  const model = await openEngine({ ...recipe, tensors: state.tensors }, output, backend);
  return { project, source: recipe.source, rows: state, model, backend };
}

async function openFile(
  path: string | null,
  given: Project | undefined,
  env: JobEnvironment,
): Promise<Subject> {
  if (path === null) throw failure('bad-argument/count', { expected: 'file or folder', found: 0 });
  const imported = await env.readOnnx(path);
  const form = { input: originInput(imported), output: originOutput(imported, path) };
  const project = given ?? originProject(imported.metadata, path);
  const source = await openSource(project.data, env.loadImages);
  const rows = splitRows(source, Mt19937.fromSeed(project.training.seed));
  const { backend } = await env.selectBackend('native', env.threads);
  const file = await env.files.openOnnx(path);
  const model = { ...fileAnswers(file, form, source), dispose: () => file.dispose() };
  return { project, source, rows, model, backend };
}

/** A model's answers for samples: a list of numbers for each. */
interface Answers {
  readonly predicted: readonly number[];
  /** Null for numbers, and for a file that gives the class alone. */
  readonly probabilities: readonly (readonly number[])[] | null;
  readonly values: readonly (readonly number[])[];
}

async function ask(
  { output, answer }: Answerer,
  batches: Batches,
  rows: Uint32Array,
  change?: Parameters<Batches['each']>[2],
): Promise<Answers> {
  const values: (readonly number[])[] = [];
  await batches.each(
    rows,
    async (batch) => {
      const all = await answer(batch);
      const width = all.length / batch.rows.length;
      for (let at = 0; at < all.length; at += width) values.push(all.slice(at, at + width));
    },
    change,
  );
  const convert = PROBABILITIES[output];
  const probabilities = convert ? values.map(convert) : null;
  const predicted = probabilities?.map(argMax) ?? values.map(([first]) => first!);
  return { predicted, probabilities, values };
}

const labelsOf = ({ targets }: SampleSource, rows: Uint32Array) =>
  Array.from(rows, (row) => Number(targets.data[row]));

const shareOf = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length;

function judgeValues({ values }: Answers, { project, source, rows }: Subject, asked: Uint32Array) {
  const { data } = project;
  const names = isImages(data) ? [] : data.targets;
  const figures = targetFigures(source, asked, values.flat());
  const baselines = targetBaselines(source, rows.train, asked);
  return names.map((target, i) => ({ target, ...figures[i]!, baseline: baselines[i]! }));
}

/** The translation test: every image moved by every offset; null when it was stopped. */
async function translation(
  { model, source }: Subject,
  batches: Batches,
  rows: Uint32Array,
  most: number,
  context: JobContext<'engine', z.output<typeof countedSchema>>,
): Promise<Evaluated['translation']> {
  const truth = labelsOf(source, rows);
  const offsets = offsetsUpTo(most);
  const total = offsets.length ** 2;
  const accuracy: number[][] = [];
  const probability: number[][] = [];
  for (const dy of offsets) {
    const [rights, means]: [number[], number[]] = [[], []];
    for (const dx of offsets) {
      if (!(await context.control.waitIfPaused())) return null;
      const { predicted, probabilities } = await ask(model, batches, rows, (raw) =>
        shiftImages(raw as TensorOf<'uint8'>, dx, dy),
      );
      rights.push(shareOf(predicted.map((answer, i) => answer === truth[i])));
      if (probabilities) means.push(mean(probabilities.map((all, i) => all[truth[i]!]!)));
      context.report({ done: accuracy.length * offsets.length + rights.length, total });
    }
    accuracy.push(rights);
    if (means.length > 0) probability.push(means);
  }
  return { offsets, accuracy, probability: probability.length > 0 ? probability : null };
}
