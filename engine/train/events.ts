import { z } from '../base/zod.js';

const count = z.int().min(0);
/** A figure; not always finite. */
const figure = z.custom<number>((value) => typeof value === 'number');

/** One step; sent only for the first `logSteps` steps. Steps count from 1. */
const stepEvent = z.strictObject({ event: z.literal('step'), step: count, loss: figure });

/** Coalesced metrics of steps, at most 20 events per second. */
const progressEvent = z.strictObject({
  event: z.literal('progress'),
  epoch: count,
  /** Step of the first loss in `losses`, counted within the run. */
  firstStep: count,
  /** Loss of every step since the last such event. */
  losses: z.instanceof(Float32Array),
  /** Accuracy of each step; empty if there are no classes. */
  accuracies: z.instanceof(Float32Array),
  stepsDone: count,
  stepsTotal: count,
  imagesPerSecond: figure,
  secondsLeft: figure,
  learningRate: figure,
});

/** Results of an epoch. Losses are means over samples; `trainLoss` is measured during training. */
const epochEvent = z.strictObject({
  event: z.literal('epoch'),
  epoch: count,
  trainLoss: figure,
  trainAccuracy: figure.nullable(),
  validationLoss: figure.nullable(),
  validationAccuracy: figure.nullable(),
  /** Errors of each target after the epoch, on the rows that validate or, without any, on those that train. */
  regression: z
    .array(z.strictObject({ mae: figure, rmse: figure, r2: figure.nullable() }))
    .readonly()
    .nullable(),
  seconds: figure,
  imagesPerSecond: figure,
});

/** Schemas of the training loop's events; `event` is the kind. */
export const TRAINING_EVENTS = [stepEvent, progressEvent, epochEvent] as const;

/** Coalesced metrics of steps. */
export type ProgressEvent = z.output<typeof progressEvent>;
/** Results of an epoch. */
export type EpochEvent = z.output<typeof epochEvent>;
/** An event of the training loop. */
export type TrainingEvent = z.output<(typeof TRAINING_EVENTS)[number]>;
