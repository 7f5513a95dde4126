import { familyOf, problemOf } from '../base/problem.js';
import { messageOf } from '../text/index.js';
import type { Project } from '../project/schema.js';
import { importedWeights } from '../exchange/onnx/importedWeights.js';
import type { ImportedModel } from '../exchange/onnx/importModel.js';
import { hashWeights } from '../exchange/onnx/metadata.js';
import { checkMemory } from '../train/memory.js';
import { batchLengths, runTraining } from '../train/loop.js';
import type { RunHeader } from '../runs/record.js';
import { initialState } from '../train/state.js';
import type { JobEnvironment } from './environment.js';
import { announce, countParameters } from './announce.js';
import type { DoneEvent } from './events.js';
import { exportRun, type FinishedRun } from './export.js';
import { openSource } from './openSource.js';
import { createRecipe } from './recipe.js';
import { fingerprint, identifyRun } from '../train/identity.js';

/** What a training job is asked to do. */
export interface TrainJob {
  readonly project: Project;
  /** The run's folder. */
  readonly out: string;
  readonly resume: boolean;
  readonly threads: number;
  readonly backend: 'native' | 'reference';
  /** Steps at the start that are reported one by one. */
  readonly logSteps: number;
  /** Export and prove `model.onnx` at the end. */
  readonly export: boolean;
  /** An exported model to go on from; its optimizer starts anew, for a file does not hold that. */
  readonly from?: { readonly model: ImportedModel; readonly file: string };
}

/**
 * Trains a project from its data to a proved ONNX file. Emits `start` first and exactly one of `done`
 * and `error` is left to the caller: this returns the one or throws what becomes the other.
 */
export async function train(job: TrainJob, env: JobEnvironment): Promise<DoneEvent> {
  const { project } = job;
  const startedAt = env.now();
  const recipe = createRecipe(project, await openSource(project.data, env));
  const [longest = 1] = batchLengths(recipe.source.train.length, project.training);
  checkMemory(recipe, longest, env.memory);
  const { backend, note } = await env.selectBackend(job.backend, job.threads);
  if (note) env.emit({ event: 'note', message: note });

  const run = env.openRun(job.out);
  if (!job.resume) await run.checkUnused();
  const weights = job.from && importedWeights(recipe.model, job.from.model, job.from.file);
  const identity = {
    ...identifyRun(recipe, project.training.seed, env.hash),
    ...(weights && { startedFrom: hashWeights(recipe.model, weights, env.hash) }),
  };
  const print = fingerprint(project, identity, env.hash);
  const state = job.resume ? await run.state(recipe, print) : initialState(recipe, project.training.seed);
  if (weights && !job.resume) state.tensors = { ...state.tensors, ...weights };

  const header: RunHeader = {
    ...identity,
    name: job.resume ? await run.name() : null,
    project,
    backend: backend.description,
    threads: backend.threads,
    startedAt: env.timestamp(),
    parameters: countParameters(recipe),
  };
  const { save, end } = run.writer(header, print, env.timestamp);
  // Until the model is known to fit, nothing is written.
  const progress = { begun: false };
  const begin = async (): Promise<void> => {
    await run.prepare();
    progress.begun = true;
    announce(job, recipe, state, backend, env);
  };

  try {
    const { epochs, batchSize, shuffle } = project.training;
    const schedule = { epochs, batchSize, shuffle, logSteps: job.logSteps };
    const reason = await runTraining(recipe, state, schedule, { ...env, backend, begin, save });
    await save(state);
    await end(state, reason);
    const trained = { recipe, state, project, identity, backend };
    const exported =
      job.export && reason === 'finished' ? await exportTo(run.modelPath, trained, env) : NOT_EXPORTED;
    return {
      event: 'done',
      reason,
      seconds: (env.now() - startedAt) / 1000,
      epochs: state.epoch,
      out: run.path,
      ...exported,
    };
  } catch (error) {
    // The record must not hide why: a full disk fails here again, and the first error is the one to tell.
    const problem = problemOf(error);
    const code = familyOf(problem.code);
    const message = messageOf(problem);
    if (progress.begun) await end(state, 'failed', { code, message }).catch(() => undefined);
    throw error;
  }
}

const NOT_EXPORTED = { onnx: null, certificate: null, file: null };

async function exportTo(path: string, run: FinishedRun, env: JobEnvironment) {
  const { certificate, file } = await exportRun(run, { path, input: 'tensor', output: null }, env);
  return { onnx: path, certificate, file };
}
