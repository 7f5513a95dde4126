import { invariant } from '../base/problem.js';
import type { z } from '../base/zod.js';
import { activations } from './activations.js';
import { attribute } from './attribute.js';
import { classify } from './classify.js';
import type { Job } from './define.js';
import { distributions } from './distributions.js';
import { effects } from './effects.js';
import { estimateTraining } from './estimateTraining.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain.js';
import { excite } from './excite.js';
import { exportOnnx } from './export.js';
import { fetchCifar10 } from './fetchCifar10.js';
import { findDuplicates } from './findDuplicates.js';
import { findLearningRate } from './findLearningRate.js';
import { importImages } from './importImages.js';
import { inspectImages } from './inspectImages.js';
import { occlude } from './occlude.js';
import { parameters } from './parameters.js';
import { readProject } from './readProject.js';
import { regression } from './regression.js';
import { reproduced } from './reproduced.js';
import { shiftSample } from './shiftSample.js';
import { splitRows } from './splitRows.js';
import { suspectLabels } from './suspectLabels.js';
import { train } from './train.js';

/** Every job. A new one is one file and one line here. */
const JOBS = [
  train,
  exportOnnx,
  reproduced,
  classify,
  suspectLabels,
  evaluate,
  splitRows,
  activations,
  explain,
  attribute,
  occlude,
  shiftSample,
  excite,
  parameters,
  distributions,
  effects,
  regression,
  inspectImages,
  importImages,
  findDuplicates,
  fetchCifar10,
  readProject,
  estimateTraining,
  findLearningRate,
] as const;

type Declared = (typeof JOBS)[number];

/** A job's name. */
export type JobName = Declared['name'];

type JobOf<N extends JobName> = Extract<Declared, { readonly name: N }>;

/** A job's input, before defaults are filled in. */
export type JobInput<N extends JobName> = z.input<JobOf<N>['input']>;
/** A job's inputs that are paths, and their kinds. */
export type JobPaths<N extends JobName> = JobOf<N>['paths'];
/** A job's progress reports. */
export type JobProgress<N extends JobName> = z.output<JobOf<N>['progress']>;
/** A job's result. */
export type JobResult<N extends JobName> = z.output<JobOf<N>['result']>;

/** The job of a name. */
export function jobNamed(name: string): Job {
  const job = JOBS.find((declared) => declared.name === name);
  invariant(job, `there is no job "${name}"`);
  return job;
}
