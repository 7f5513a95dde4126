import { familyOf, isProblem, problem, problemSchema, type Family, type Problem } from '../base/problem.js';
import { z } from '../base/zod.js';
import { courseSchema } from '../train/course.js';

/** The name of a run's folder. */
export const runIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** JSON has neither NaN nor infinity: such figures are written as null. */
const figure = z.number().nullable().catch(null);

const figures = z.object({ mae: figure, rmse: figure, r2: figure });

/** The baseline of a regression. */
export const baselineSchema = z.object({
  loss: figure,
  targets: z
    .array(
      z.object({
        target: z.string(),
        prediction: z.number(),
        mae: z.number(),
        rmse: z.number(),
        r2: figure,
      }),
    )
    .readonly(),
});

/** An epoch of a stored run. */
export const epochSchema = z.object({
  epoch: z.int().min(1),
  trainLoss: figure,
  trainAccuracy: figure,
  validationLoss: figure,
  validationAccuracy: figure,
  regression: z.array(figures).readonly().nullable().catch(null),
  seconds: z.number().catch(0),
  /** Samples trained per second; 0 where the record lacks it. */
  imagesPerSecond: z.number().catch(0),
});

/** An epoch of a stored run; a figure that was not finite is null. */
export type RunEpoch = z.output<typeof epochSchema>;

/**
 * `run.json`. Ignores unknown fields, and checks only those parts of the project that every version has, so that
 * records of newer versions can be listed too.
 */
const recordSchema = z.object({
  format: z.literal('layerloom-run'),
  formatVersion: z.int().min(1),
  /** The user's name for the run. */
  name: z.string().nullable().catch(null),
  /** The trained project; `parseProject` parses it. */
  project: z.looseObject({ training: z.looseObject({ epochs: z.int().min(0) }) }),
  seed: z.int(),
  dataHash: z.string(),
  graphHash: z.string(),
  /** Layerloom's version. */
  version: z.string(),
  startedFrom: z.string().optional(),
  backend: z.string(),
  threads: z.int(),
  /** Earlier records lack it. */
  processor: z.string().optional(),
  parameters: z.int().min(0),
  /** Null for a run that has no such figures. */
  baseline: baselineSchema.nullable().catch(null),
  startedAt: z.string(),
  updatedAt: z.string(),
  status: z.enum(['running', 'finished', 'stopped', 'failed']),
  /** The reason why it failed; null too if this version cannot read it. */
  error: problemSchema.nullable().catch(null),
  epochs: z.array(epochSchema),
  /** Null where the record lacks it. */
  course: courseSchema.nullable().catch(null),
});

/** The record of a run. */
export type RunRecord = z.output<typeof recordSchema>;

/** The part of a record that stays the same while the run trains. */
export type RunHeader = Omit<z.input<typeof recordSchema>, 'format' | 'formatVersion' | keyof RunProgress>;

/** The part of a record that changes. */
export type RunProgress = Pick<
  z.input<typeof recordSchema>,
  'updatedAt' | 'status' | 'error' | 'epochs' | 'course'
>;

const earlierError = z.object({ code: z.string().catch('internal'), message: z.string() }).nullable();

type Json = Readonly<Record<string, unknown>>;

/** Each migrates a record to the next version; the first one migrates version 1. */
const MIGRATIONS: readonly ((record: Json) => Json)[] = [
  // Version 1 has no version number and no name; its folder also contains the same project as project.loom.
  (record) => ({ ...record, formatVersion: 2, name: null }),
  // Version 2 stores an error as a family and a sentence.
  (record) => {
    const error = earlierError.parse(record['error']);
    const found = error && problem('internal/earlier-record', { family: error.code, said: error.message });
    return { ...record, formatVersion: 3, error: found };
  },
  // Version 3 has no figures of a regression; its epochs read as without.
  (record) => ({ ...record, formatVersion: 4, baseline: null }),
];

/** Serializes `run.json`. */
export function serializeRecord(header: RunHeader, progress: RunProgress): string {
  const record: z.input<typeof recordSchema> = {
    format: 'layerloom-run',
    formatVersion: MIGRATIONS.length + 1,
    ...header,
    ...progress,
  };
  return toText(record);
}

/** Parses `run.json`. Throws `SyntaxError` or `ZodError` if it is damaged. */
export function parseRecord(text: string): RunRecord {
  return recordSchema.parse(migrate(text));
}

/** The text of `run.json` with another name; keeps fields that this version does not know. Throws like `parseRecord`. */
export function renameRecord(text: string, name: string | null): string {
  parseRecord(text);
  return toText({ ...migrate(text), name });
}

function migrate(text: string): Json {
  const record = z.looseObject({ formatVersion: z.int().min(1).default(1) }).parse(JSON.parse(text));
  return MIGRATIONS.slice(record.formatVersion - 1).reduce((older: Json, step) => step(older), record);
}

const toText = (record: Json) => `${JSON.stringify(record, null, 1)}\n`;

/** A run in a list. */
export const runSummarySchema = z.strictObject({
  runId: runIdSchema,
  name: z.string().max(200).nullable(),
  /** Milliseconds since 1970. */
  startedAt: z.number().nonnegative(),
  /** `interrupted`: the program ended during training. */
  state: z.enum([...recordSchema.shape.status.options, 'interrupted']),
  /** Total epochs requested, and epochs finished. */
  epochs: z.int().min(0),
  epochsDone: z.int().min(0),
  parameters: z.int().min(0),
  seed: z.int(),
  threads: z.int(),
  backend: z.enum(['native', 'reference']),
  last: epochSchema.nullable(),
  baseline: baselineSchema.nullable(),
  /** The reason why it failed. */
  problem: problemSchema.nullable(),
  /** True if training can resume: there is a checkpoint, and the same steps would not necessarily fail again. */
  resumable: z.boolean(),
  /** True if it can be trained again and should give the same weights. */
  reproducible: z.boolean(),
});

/** A run in a list. */
export type RunSummary = z.output<typeof runSummarySchema>;

/** Failures that would recur at the same steps. */
const RECURRENT: readonly string[] = ['diverged', 'bad-data'] satisfies Family[];

function recurs(error: Problem): boolean {
  return RECURRENT.includes(
    isProblem(error, 'internal/earlier-record') ? error.facts.family : familyOf(error.code),
  );
}

/** Summarizes a record. `active` is true if the run is training now. */
export function summarize(runId: string, record: RunRecord, active: boolean): RunSummary {
  const { name, status, epochs, error, parameters, seed, threads, project, baseline } = record;
  return {
    runId,
    name,
    startedAt: Date.parse(record.startedAt) || 0,
    state: status === 'running' && !active ? 'interrupted' : status,
    epochs: project.training.epochs,
    epochsDone: epochs.length,
    parameters,
    seed,
    threads,
    backend: record.backend.startsWith('onnxruntime') ? 'native' : 'reference',
    last: epochs.at(-1) ?? null,
    baseline,
    problem: error,
    resumable: error === null || (epochs.length > 0 && !recurs(error)),
    reproducible: status === 'finished' && record.startedFrom === undefined,
  };
}

/** A run with its curves. */
export const runDetailSchema = z.strictObject({
  run: runSummarySchema,
  /** The trained project, to compare with the open one and detect stale runs. */
  project: z.string(),
  epochs: z.array(epochSchema),
  course: courseSchema.nullable(),
  /** Findings about its layers. */
  findings: z.array(problemSchema).readonly(),
});

/** A run with its curves. */
export type RunDetail = z.output<typeof runDetailSchema>;
