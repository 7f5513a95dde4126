import { type Backend, MAX_THREADS } from '../backends/backend.js';
import { failure, problem, type Problem, problemOf, problemSchema } from '../base/problem.js';
import { z } from '../base/zod.js';
import { countClasses, coverageNotes, MAX_RATIO } from '../data/imageSet.js';
import { importedWeights } from '../exchange/onnx/importModel.js';
import { hashWeights } from '../exchange/onnx/metadata.js';
import { findingsOf } from '../health/findings.js';
import type { HealthHistory } from '../health/history.js';
import { createHealthRecorder } from '../health/recorder.js';
import { parseProject } from '../project/parse.js';
import { runAdvice } from '../project/advice.js';
import { MAX_EPOCHS, type Project } from '../project/schema.js';
import { exportedSchema, exportRun } from '../runs/export.js';
import type { Run } from '../runs/folder.js';
import { baselineSchema, type RunHeader } from '../runs/record.js';
import { readSafetensors } from '../tensor/safetensors.js';
import { numel } from '../tensor/tensor.js';
import { TRAINING_EVENTS } from '../train/events.js';
import { createCourseKeeper } from '../train/course.js';
import { differInFigures, fingerprintOf, identifyRun } from '../train/identity.js';
import { batchLengths, runTraining } from '../train/loop.js';
import { checkMemory } from '../train/memory.js';
import { stepsPerEpoch } from '../train/rates.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import { type Baseline, baselineOf } from '../train/regression.js';
import { initialState, type RunState } from '../train/state.js';
import { defineJob, type JobContext } from './define.js';
import type { JobEnvironment } from './environment.js';

const input = z.strictObject({
  /** The text of the project file. */
  project: z.string(),
  /** The run's folder. */
  out: z.string(),
  /** Go on from the checkpoint in `out`. */
  resume: z.boolean().default(false),
  /** Epochs of the whole run, in place of the project's. */
  epochs: z.int().min(1).max(MAX_EPOCHS).nullable().default(null),
  /** All cores unless given. */
  threads: z.int().min(1).max(MAX_THREADS).nullable().default(null),
  backend: z.enum(['native', 'reference']).default('native'),
  /** Steps at the start that are reported one by one. */
  logSteps: z.int().min(0).default(0),
  /** Export and prove `model.onnx` at the end. */
  export: z.boolean().default(false),
  /** An exported model to go on from; its optimizer starts anew, for a file does not hold that. */
  from: z.string().nullable().default(null),
  /** The folder of another run to go on from; the optimizer starts anew. */
  fromRun: z.string().nullable().default(null),
});

/** Options of a training job. */
export type TrainInput = z.output<typeof input>;

const count = z.int().min(0);

/** Training is about to take its first step. */
const startEvent = z.strictObject({
  event: z.literal('start'),
  parameters: count,
  trainCount: count,
  validationCount: count,
  stepsPerEpoch: count,
  epochs: count,
  /** Epochs that an earlier part of this run has finished. */
  epochsDone: count,
  /** Of a regression: the figures of always predicting the mean. */
  baseline: baselineSchema.nullable(),
  backend: z.enum(['native', 'reference']),
  threads: count,
});

/** Training is about to take its first step. */
export type StartEvent = z.output<typeof startEvent>;

const progress = z.discriminatedUnion('event', [
  startEvent,
  ...TRAINING_EVENTS,
  /** The findings about the layers as they are now, in place of earlier ones. */
  z.strictObject({ event: z.literal('findings'), findings: z.array(problemSchema).readonly() }),
  /** Something worth knowing that stops nothing. */
  z.strictObject({ event: z.literal('note'), note: problemSchema }),
]);

/** Progress reports of training; `event` names the kind. The command line prints these with `--json`. */
export type TrainEvent = z.output<typeof progress>;

const result = z.strictObject({
  /** `stopped` when someone asked for it before the last epoch. */
  reason: z.enum(['finished', 'stopped']),
  seconds: z.number(),
  epochs: count,
  /** The run's folder. */
  out: z.string(),
  /** The exported file, when there is one. */
  exported: exportedSchema.nullable(),
  /** Advice about a run whose training failed though its losses are finite, and findings about its layers. */
  advice: z.array(problemSchema).readonly(),
});

/** The end of a training. */
export type TrainResult = z.output<typeof result>;

/** Trains a project from its data to a proved ONNX file. Reports `start` before the first step. */
export const train = defineJob({
  name: 'train',
  host: 'engine',
  input,
  paths: { out: 'trainedRun', from: 'known', fromRun: 'run' },
  progress,
  result,
  run: trainProject,
});

async function trainProject(
  input: TrainInput,
  context: JobContext<'engine', TrainEvent>,
): Promise<TrainResult> {
  const run = context.environment.openRun(input.out);
  try {
    await (input.resume ? run.claim('existing') : run.checkUnused());
    return await trainRun(run, input, context);
  } finally {
    await run.release();
  }
}

async function trainRun(
  run: Run,
  { project: text, ...job }: TrainInput,
  context: JobContext<'engine', TrainEvent>,
): Promise<TrainResult> {
  const { environment: env } = context;
  const report = promptly(context);
  const project = withEpochs(parseProject(text), job.epochs);
  const startedAt = env.now();
  const recipe = await openRecipe(project, env.loadImages);
  const [longest = 1] = batchLengths(recipe.source.train.length, project.training);
  checkMemory(recipe, longest, env.memory);
  const { backend, note } = await env.selectBackend(job.backend, job.threads ?? env.threads);
  if (note) report({ event: 'note', note });

  const { earlier, identity, fingerprint, state, given, keepsLast } = await openState(run, project, recipe, {
    job,
    env,
    report,
  });
  const header: RunHeader = {
    ...identity,
    name: earlier?.name ?? null,
    project,
    backend: backend.description,
    threads: backend.threads,
    processor: env.processor,
    startedAt: env.timestamp(),
    parameters: countParameters(recipe),
    baseline: await baselineOf(backend, recipe, state, project.data),
  };
  const perEpoch = stepsPerEpoch(state.train.length, project.training);
  const health = createHealthRecorder(backend, recipe, state, {
    stepsPerEpoch: perEpoch,
    steps: perEpoch * project.training.epochs,
    before: await healthBefore(run, job),
    now: env.now,
    recorded: (history) => report({ event: 'findings', findings: findingsOf(project, history) }),
  });
  const { timestamp, now } = env;
  const keeper = createCourseKeeper(context.control, perEpoch, earlier?.course ?? null, { startedAt, now });
  const kept = () => ({ health: health.history(), course: keeper.course() });
  const writer = run.writer({ header, fingerprint, timestamp, kept, keepsLast });
  const { save, end } = writer;
  // Until the model is known to fit, nothing is written.
  const progress = { begun: false };
  const begin = async (): Promise<void> => {
    if (!job.resume) await run.claim('new');
    progress.begun = true;
    await writer.begin(state, given);
    announce(project, { recipe, state, backend, baseline: header.baseline }, report);
    report({ event: 'findings', findings: findingsOf(project, health.history()) });
  };

  try {
    const { epochs, batchSize, shuffle } = project.training;
    const plan = { epochs, batchSize, shuffle, logSteps: job.logSteps };
    const reason = await runTraining(recipe, state, plan, {
      backend,
      control: keeper.control,
      emit: (event) => {
        keeper.follow(event);
        report(event);
      },
      now: env.now,
      begin,
      save,
      observer: health,
    });
    await save(state);
    await end(state, reason);
    const trained = { recipe, state, project, identity, backend, note: null };
    const exported =
      job.export && reason === 'finished'
        ? await exportRun(trained, { out: run.modelPath, input: null, output: null, includeData: false }, env)
        : null;
    const seconds = (env.now() - startedAt) / 1000;
    const ended = { baseline: header.baseline, epochs: state.history, isFinished: reason === 'finished' };
    const advice = adviceAfter(project, ended, health.history());
    return { reason, seconds, epochs: state.epoch, out: run.path, exported, advice };
  } catch (error) {
    // The record must not hide why: a full disk fails here again, and the first error is the one to tell.
    if (progress.begun) await end(state, 'failed', problemOf(error)).catch(() => undefined);
    throw error;
  }
}

/** Advice about a run that has ended. */
function adviceAfter(
  project: Project,
  run: Parameters<typeof runAdvice>[1],
  history: HealthHistory,
): readonly Problem[] {
  const failing = runAdvice(project, run);
  return [...(failing ? [failing] : []), ...findingsOf(project, history)];
}

interface Opening {
  readonly job: Omit<TrainInput, 'project'>;
  readonly env: JobEnvironment;
  readonly report: (event: TrainEvent) => void;
}

/** The state that a run goes on with: the one that was saved last, that of its seed, or one with given weights. */
async function openState(run: Run, project: Project, recipe: Recipe, { job, env, report }: Opening) {
  const { seed } = project.training;
  const weights = await weightsFrom(job, recipe, env, report);
  const earlier = job.resume ? await run.record() : null;
  if (earlier && differInFigures(parseProject(JSON.stringify(earlier.project)), project)) {
    throw failure('bad-checkpoint/other-figures', {});
  }
  const startedFrom = weights ? hashWeights(recipe.model, weights, env.hash) : earlier?.startedFrom;
  const identity = identifyRun(recipe, { seed, startedFrom }, env.hash);
  const fingerprint = fingerprintOf(project, identity, env.hash);
  const saved = job.resume ? await run.state(recipe, fingerprint) : null;
  if (saved?.note) report({ event: 'note', note: saved.note });
  const state = saved?.value ?? initialState(recipe, seed);
  const given = weights !== null && !saved;
  if (given) state.tensors = { ...state.tensors, ...weights };
  return { earlier, identity, fingerprint, state, given, keepsLast: !saved?.note };
}

/** The distributions that the earlier part of a run kept; a damaged file stops no training. */
const healthBefore = (run: Run, { resume }: Pick<TrainInput, 'resume'>): Promise<HealthHistory | null> =>
  resume ? run.health().catch(() => null) : Promise.resolve(null);

/** The first loss is reported at once: people wait for it. */
function promptly(context: JobContext<'engine', TrainEvent>): (event: TrainEvent) => void {
  let first = true;
  return (event) => {
    context.report(event, first && event.event === 'progress');
    if (event.event === 'progress') first = false;
  };
}

async function weightsFrom(
  { from, fromRun }: Pick<TrainInput, 'from' | 'fromRun'>,
  { model }: Recipe,
  env: JobEnvironment,
  report: (event: TrainEvent) => void,
) {
  if (fromRun !== null) {
    const { value, note } = await env.openRun(fromRun).weights();
    if (note) report({ event: 'note', note });
    const { tensors } = readSafetensors(value);
    return importedWeights(model, { tensors }, fromRun);
  }
  return from === null ? null : importedWeights(model, await env.readOnnx(from), from);
}

function withEpochs(project: Project, epochs: number | null): Project {
  return epochs === null ? project : { ...project, training: { ...project.training, epochs } };
}

/** A run before its first step. */
interface Beginning {
  readonly recipe: Recipe;
  readonly state: RunState;
  readonly backend: Backend;
  readonly baseline: Baseline | null;
}

/** Reports how a run starts, and what about it may surprise. */
function announce(
  { data, training }: Project,
  { recipe, state, backend: { name, threads }, baseline }: Beginning,
  report: (event: TrainEvent) => void,
): void {
  const { epochs } = training;
  const trainCount = state.train.length;
  const start: StartEvent = {
    event: 'start',
    parameters: countParameters(recipe),
    trainCount,
    validationCount: state.validation.length,
    stepsPerEpoch: stepsPerEpoch(trainCount, training),
    epochs,
    epochsDone: state.epoch,
    baseline,
    backend: name,
    threads,
  };
  report(start);
  const warnings = recipe.model.layers.flatMap(({ advice }) => advice ?? []);
  const unbalanced = imbalance(recipe, state);
  const notes = [
    ...warnings,
    ...classesIn(recipe, state),
    ...(unbalanced ? [unbalanced] : []),
    ...startNotes(start, { data, training }),
  ];
  for (const note of notes) report({ event: 'note', note });
}

/** Notes about the classes of images in the samples that train and validate. */
function classesIn({ source }: Recipe, { train, validation }: RunState): readonly Problem[] {
  const { classNames, targets, columns } = source;
  if (!classNames || columns) return [];
  const labelsOf = (rows: Uint32Array) => Array.from(rows, (row) => targets.data[row]!);
  const labels = [...labelsOf(train), ...labelsOf(validation)];
  return coverageNotes(countClasses(labels, train.length, (label) => classNames[label]!));
}

/** Numbers that the optimizer changes. */
function countParameters({ model }: Recipe): number {
  return model.parameters.reduce((sum, { shape }) => sum + numel(shape), 0);
}

/** Advice about classes of very different sizes, if the loss could weigh them and does not. */
function imbalance({ source, loss }: Recipe, { train }: RunState): Problem | null {
  const names = source.classNames;
  const weights = Object.entries(loss.definition.params).find(([, { kind }]) => kind === 'weights');
  if (!names || !weights || loss.params[weights[0]] !== 'none') return null;
  const counts = new Array<number>(names.length).fill(0);
  for (const row of train) counts[source.targets.data[row]!]!++;
  const [most, least] = [Math.max(...counts), Math.min(...counts.filter((count) => count > 0))];
  if (most <= MAX_RATIO * least) return null;
  const named = (count: number) => names[counts.indexOf(count)]!;
  return problem(
    'advice/unbalanced',
    { largest: named(most), most, smallest: named(least), least },
    { fixes: [{ kind: 'balance-classes', param: weights[0] }] },
  );
}

/** Surprises of a run that stop nothing. */
function startNotes(
  start: StartEvent,
  { data, training }: Pick<Project, 'data' | 'training'>,
): readonly Problem[] {
  const { validation } = data;
  const { batchSize } = training;
  const share = validation?.from === 'train' ? validation.share : null;
  return [
    ...(batchSize !== 'full' && batchSize > start.trainCount
      ? [problem('advice/batch-of-all', { batchSize, samples: start.trainCount })]
      : []),
    ...(start.epochsDone >= start.epochs
      ? [problem('advice/epochs-done', { done: start.epochsDone, requested: start.epochs })]
      : []),
    ...(share !== null && start.validationCount === 0
      ? [problem('advice/no-validation', { share, samples: start.trainCount })]
      : []),
  ];
}
